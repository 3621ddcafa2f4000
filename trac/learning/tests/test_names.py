# -*- coding: utf-8 -*-

import unittest

import trac.prefs.web_ui  # noqa: F401
from trac.attachment import Attachment
from trac.perm import PermissionCache, PermissionSystem
from trac.test import MockRequest
from trac.ticket.model import Ticket
from trac.util.text import is_obfuscated
from trac.web.chrome import Chrome
from trac.wiki.model import WikiPage

from learning.tests.browser import Browser
from learning.tests.private_ticket_case import PrivateTicketTestCase
from learning.users.account import Accounts
from learning.users.author_names import TRAC_AUTHORS
from learning.users.name_guard import NameGuard
from learning.users.names import AUTHOR, Names
from learning.users.skeleton import MAX_NAME_CHARS, look_of, skeleton

LIKE_THE_SYSTEM = (
    u'TracLearn', u'tracLEARN', u' Trac Learn ', u'Trac-Learn', u'TracLearn.',
    u'TracLearn (automatic)', u'The TracLearn grader', u'TracLearn2',
    u'T r a c L e a r n', u'Trac\u200bLearn', u'Trac\u00adLearn',
    u'Trac\u3164Learn', u'T\u0336racLearn', u'Tr\u00e0cL\u00e9arn',
    u'\u0422rac\u013bearn', u'Trac\u13deearn', u'Trac|earn', u'Trac1earn',
    u'TracIearn', u'TracLeam',
    u'\uff34\uff52\uff41\uff43\uff2c\uff45\uff41\uff52\uff4e',
    u'\u24c9\u24e1\u24d0\u24d2\u24c1\u24d4\u24d0\u24e1\u24dd',
    u'\u1d1b\u0280\u1d00\u1d04\u029f\u1d07\u1d00\u0280\u0274',
    u'\U0001f163\U0001f161\U0001f150\U0001f152\U0001f15b\U0001f154'
    u'\U0001f150\U0001f161\U0001f15d',
    u'\U0001d413\U0001d42b\U0001d41a\U0001d41c\U0001d40b\U0001d41e'
    u'\U0001d41a\U0001d42b\U0001d427',
    u'\u202enraeLcarT', u'TracLearn ' + u'x' * MAX_NAME_CHARS)

PEOPLES = (u'Ada Lovelace', u'Ann-Marie O\u2019Neill', u'\u0141ukasz \u00d8',
           u'\u0418\u0432\u0430\u043d \u041f\u0435\u0442\u0440\u043e\u0432',
           u'\u7530\u4e2d \u592a\u90ce', u'Taro \u7530\u4e2d',
           u'\ud0a4\ucca0\uc218', u'\u0623\u062d\u0645\u062f',
           u'\u092e\u094b\u0939\u0928', u'Grace Systemann', u'J. Tracy',
           u'Ada \U0001f600', u'Administrata', u'R2 D2')


class SkeletonTestCase(unittest.TestCase):

    def test_names_of_people_are_not_odd(self):
        for name in PEOPLES:
            self.assertFalse(look_of(name).odd, name.encode('utf-8'))

    def test_names_that_nobody_has_are_odd(self):
        for name in (u'', u'  ', u'\u2014', u'\u200b', u'\U0001f600',
                     u'\u202eada', u'x' * (MAX_NAME_CHARS + 1),
                     u'\u0410da', u'Ad\u03b1'):
            self.assertTrue(look_of(name).odd, repr(name))

    def test_names_that_look_alike_share_a_skeleton(self):
        for name in (u'Ann M\u00fcller', u'ANN  Muller', u'\uff21nn Mu11er',
                     u'\u0410nn M\u03c5ller', u'A.n.n Muller'):
            self.assertEqual(skeleton(u'Ann Muller'), skeleton(name),
                             repr(name))


class NamesCase(PrivateTicketTestCase):

    def setUp(self):
        super(NamesCase, self).setUp()
        self.name('author', u'Grace Hopper')
        self.name('bob', u'Bob Bobson')

    def name(self, who, name):
        self.env.db_transaction(
            "UPDATE session_attribute SET value=%s WHERE name='name' "
            "AND sid=%s", (name, who + '@demo.test'))
        self.env.invalidate_known_users_cache()

    def shown(self, author, user='ada@demo.test'):
        return unicode(Chrome(self.env).authorinfo(
            MockRequest(self.env, authname=user), author))


class RuleTestCase(NamesCase):

    def may(self, name, who='bob'):
        return Names(self.env).may_use(name, who and who + '@demo.test')

    def test_name_like_the_systems_is_refused_to_all(self):
        for name in LIKE_THE_SYSTEM:
            for who in ('bob', 'author', None):
                self.assertFalse(self.may(name, who), repr(name))

    def test_peoples_names_are_free(self):
        for name in PEOPLES:
            self.assertTrue(self.may(name), repr(name))

    def test_reserved_names_are_staffs(self):
        for name in (u'Trac', u'trac-admin', u'Trac Admin', u'Admin',
                     u'Administrator 2', u'anonymous', u'authenticated',
                     u'Staff', u'Grader', u'(none)', u'\u0410dmin'):
            self.assertFalse(self.may(name), repr(name))
        self.assertTrue(self.may(u'Admin', 'author'))

    def test_the_projects_name_is_reserved(self):
        self.env.config.set('project', 'name', u'Course of Databases')
        for name in (u'Course of Databases', u'The course of databases!'):
            self.assertFalse(self.may(name), name)

    def test_names_of_staff_are_theirs(self):
        for name in (u'Grace Hopper', u'grace hopper', u'Hopper, Grace',
                     u'Prof. Grace Hopper', u'Grace Hopper (author)',
                     u'GraceHopper', u'Gr\u0430ce Hopper', u'Grace H0pper',
                     u'Grace Hopper 2'):
            self.assertFalse(self.may(name), repr(name))
            self.assertTrue(self.may(name, 'author') or look_of(name).odd)

    def test_another_learners_name_is_free(self):
        self.assertTrue(self.may(u'Bob Bobson', 'ada'))
        self.assertTrue(self.may(u'Grace Hopperman'))

    def test_name_like_that_of_one_word_staff_is_refused(self):
        self.name('author', u'Grace')
        for name in (u'Grace', u'G.R.A.C.E.', u'Grace 2'):
            self.assertFalse(self.may(name), name)
        self.assertTrue(self.may(u'Grace Kelly'))

    def test_address_as_a_name_is_for_its_owner_alone(self):
        for name in (u'author@demo.test', u'Author@Demo.Test', u'x@y.z',
                     u'author@\u2026', u'author\uff20demo.test'):
            self.assertFalse(self.may(name), repr(name))
        self.assertTrue(self.may(u'bob@demo.test'))

    def test_a_subject_of_permissions_is_staff_without_a_visit(self):
        PermissionSystem(self.env).grant_permission('jdoe', 'TRAC_ADMIN')
        self.assertFalse(self.may(u'JDoe'))

    def test_an_e_mail_of_another_account_is_not_given_out(self):
        self.env.db_transaction(
            "UPDATE session_attribute SET value='author@demo.test' "
            "WHERE name='email' AND sid='bob@demo.test'")
        self.env.invalidate_known_users_cache()
        known = self.env.get_known_users(as_dict=True)
        self.assertEqual((u'Bob Bobson', None), known['bob@demo.test'])
        self.assertEqual('author@demo.test', known['author@demo.test'][1])


class DisplayTestCase(NamesCase):

    def test_the_system_is_marked(self):
        self.assertEqual('<span class="trac-author learning-system">'
                         'TracLearn (automatic)</span>', self.shown(AUTHOR))

    def test_a_name_that_is_stored_is_not_shown(self):
        for name in LIKE_THE_SYSTEM + (u'Grace Hopper', u'Admin'):
            self.name('bob', name)
            self.assertEqual(u'<span class="trac-author">bob@\u2026</span>',
                             self.shown('bob@demo.test'))

    def test_staff_who_come_later_are_safe_too(self):
        self.name('bob', u'Carol Shaw')
        self.assertIn('Carol Shaw', self.shown('bob@demo.test'))
        Accounts(self.env).bind('sub-carol', 'carol@demo.test', 'Carol Shaw',
                                ('authors',), 1)
        self.assertIn(u'bob@\u2026', self.shown('bob@demo.test'))
        self.assertIn('Carol Shaw', self.shown('carol@demo.test'))

    def test_the_name_of_a_token_is_judged_too(self):
        Accounts(self.env).bind('sub-eve', 'eve@demo.test', 'TracLearn', (),
                                1)
        self.assertIn(u'eve@\u2026', self.shown('eve@demo.test'))

    def test_name_of_an_author_without_account_is_marked(self):
        for author, shown in (
                (u'Trac\u200bLearn', 'anonymous'),
                (u'TracLearn <x@y.test>', 'anonymous'),
                (u'Trac', 'Trac'), (u'\u0422rac', 'anonymous'),
                (u'Grace Hopper', 'Grace Hopper (not verified)'),
                (u'Grace Hopper <g@h.test>',
                 u'Grace Hopper &lt;g@\u2026&gt; (not verified)'),
                (u'Somebody <x@y.test>', u'Somebody &lt;x@\u2026&gt;'),
                (u'admin@lists.test', u'admin@\u2026'),
                (u'\u0430uthor@demo.test', 'anonymous')):
            self.assertIn(u'>%s<' % shown, self.shown(author), repr(author))
        for author in TRAC_AUTHORS:
            self.assertIn('>%s<' % author, self.shown(author))

    def test_hidden_address_like_that_of_staff_is_marked(self):
        for email, shown in (('author@evil.test',
                              u'author@\u2026 (not staff)'),
                             ('traclearn@evil.test', 'anonymous'),
                             ('carol@evil.test', u'carol@\u2026')):
            Accounts(self.env).bind('sub-' + email, email, '', (), 1)
            self.assertIn('>%s<' % shown, self.shown(email))
        self.name('author', '')
        self.assertIn(u'>author@\u2026<', self.shown('author@demo.test'))

    def test_what_is_shown_is_not_judged_again(self):
        chrome = Chrome(self.env)
        req = MockRequest(self.env, authname='ada@demo.test')
        once = chrome.format_emails(req, 'author@demo.test')
        self.assertEqual('Grace Hopper', chrome.format_author(req, once))

    def test_a_name_in_place_of_an_address_leads_nowhere(self):
        req = MockRequest(self.env, authname='ada@demo.test')
        name = Chrome(self.env).format_author(req, 'author@demo.test')
        self.assertEqual(u'Grace Hopper', name)
        self.assertTrue(is_obfuscated(name))
        PermissionSystem(self.env).grant_permission('bob@demo.test',
                                                    'EMAIL_VIEW')
        req.perm = PermissionCache(self.env, 'bob@demo.test')
        self.assertFalse(is_obfuscated(Chrome(self.env).format_author(
            req, 'author@demo.test')))

    def test_a_disabled_plugin_changes_nothing(self):
        from learning.users.author_names import AuthorNames
        self.env.disable_component(AuthorNames)
        self.assertIn('>TracLearn<', self.shown(AUTHOR))
        self.name('bob', u'TracLearn')
        self.assertIn('TracLearn', self.shown('bob@demo.test'))


class GuardTestCase(NamesCase):

    options = {'require_login': 'disabled'}

    def setUp(self):
        super(GuardTestCase, self).setUp()
        self.env.config.set('learning', 'require_login', 'disabled')
        for action in ('TICKET_CREATE', 'TICKET_MODIFY', 'WIKI_MODIFY',
                       'WIKI_CREATE'):
            PermissionSystem(self.env).grant_permission('anonymous', action)

    def stored_name(self, who):
        return self.env.db_query(
            "SELECT value FROM session_attribute WHERE name='name' "
            "AND sid=%s", (who + '@demo.test',))[0][0]

    def test_the_preferences_refuse_and_say_so(self):
        bob = self.browse('bob')
        bob.get('/trac/prefs')
        for headers in ({}, {'HTTP_X_REQUESTED_WITH': 'XMLHttpRequest'}):
            bob.post('/trac/prefs', {
                'name': u'Grace Hopper'.encode('utf-8'),
                'email': 'bob@demo.test', 'action': 'save'}, **headers)
            self.assertEqual('Bob Bobson', self.stored_name('bob'))
        self.assertIn('belongs to the system', bob.get('/trac/prefs').body)
        bob.post('/trac/prefs', {'name': 'Robert', 'email': '',
                                 'action': 'save'})
        self.assertEqual('Robert', self.stored_name('bob'))

    def anonymous(self, path, **form):
        browser = Browser(self.env)
        browser.get('/trac/wiki')
        return browser.post(path, form)

    def test_unsigned_ticket_under_a_reserved_name_is_refused(self):
        for name in ('TracLearn', 'Grace Hopper', 'author@demo.test',
                     'bob@demo.test', 'TracLearn <x@y.test>',
                     'x <author@demo.test>'):
            self.anonymous('/trac/newticket', field_summary='By ' + name,
                           field_reporter=name, author='x', action='create',
                           submit='1')
        self.anonymous('/trac/newticket', field_summary='By nobody',
                       field_reporter='Joe <joe@x.test>', action='create',
                       submit='1')
        self.assertEqual(['By nobody'], [
            summary for summary, in self.env.db_query(
                "SELECT summary FROM ticket WHERE summary LIKE 'By %'")])

    def test_unsigned_comment_under_a_reserved_name_is_refused(self):
        ticket = Ticket(self.env)
        ticket['summary'] = 'plain'
        ticket.insert()
        for name in ('TracLearn', 'author@demo.test', 'Joe'):
            now = Ticket(self.env, ticket.id)
            from trac.util.datefmt import to_utimestamp
            self.anonymous('/trac/ticket/%d' % ticket.id, author=name,
                           comment='by ' + name, action='leave', submit='1',
                           view_time=str(to_utimestamp(now['changetime'])))
        self.assertEqual(['by Joe'], [
            row[4] for row in Ticket(self.env, ticket.id).get_changelog()
            if row[2] == 'comment'])

    def test_unsigned_page_under_a_reserved_name_is_refused(self):
        for name in ('TracLearn', 'Grace Hopper', 'Joe'):
            self.anonymous('/trac/wiki/Page' + name[:3], action='edit',
                           text='hello', author=name, version='0', save='1')
        self.assertEqual([False, False, True], [
            WikiPage(self.env, 'Page' + name).exists
            for name in ('Tra', 'Gra', 'Joe')])

    def test_unsigned_attachment_under_a_reserved_name_is_refused(self):
        req = MockRequest(self.env, authname='anonymous',
                          args={'author': 'TracLearn'})
        attachment = Attachment(self.env, 'ticket', self.shared)
        self.assertEqual(1, len(list(NameGuard(
            self.env).validate_attachment(req, attachment))))

    def test_ticket_is_reported_under_the_own_name_alone(self):
        bob = self.browse('bob')
        bob.get('/trac/newticket')
        for name in ('TracLearn', 'author@demo.test', 'Joe'):
            bob.post('/trac/newticket', {
                'field_summary': 'For ' + name, 'field_reporter': name,
                'action': 'create', 'submit': '1'})
        bob.post('/trac/newticket', {
            'field_summary': 'For TracLearn', 'field_owner': 'TracLearn',
            'action': 'create', 'submit': '1'})
        bob.post('/trac/newticket', {'field_summary': 'For me',
                                     'action': 'create', 'submit': '1'})
        self.assertEqual([('For me', 'bob@demo.test')], self.env.db_query(
            "SELECT summary, reporter FROM ticket "
            "WHERE summary LIKE 'For %'"))


if __name__ == '__main__':
    unittest.main()
