# -*- coding: utf-8 -*-
"""Wiki pages as material: marks, and what is told of a page."""

import unittest
import uuid

from trac.core import Component, implements
from trac.perm import IPermissionPolicy
from trac.ticket.model import Ticket
from trac.wiki.model import WikiPage

from learning.material.events import document_id_of
from learning.sync.event_size import MAX_ESCAPED_BYTES, MAX_EVENT_BYTES
from learning.sync.feed import Feed, parse_change
from learning.sync.loop import Sync
from learning.sync.outbox import Outbox
from learning.tests.material_case import MATERIAL, MaterialTestCase
from learning.tests.question_case import AUTHOR, LEARNER, change
from learning.users.account import Accounts
from learning.wiki_material.marking import Marking
from learning.wiki_material.marks import Mark, covering_mark
from learning.wiki_material.wiki import WikiMaterial
from learning.wiki_material.wiki_changes import Pages


class PagesCase(MaterialTestCase):

    def use(self, name, subject=''):
        return Marking(self.env).mark_pages(name, self.account, subject)

    def leave(self, name):
        return Marking(self.env).unmark_pages(name, self.account)

    def marks(self):
        return [name for name, in self.env.db_query(
            "SELECT name FROM learning_mark ORDER BY name")]

    def told(self):
        """(page, revision, version, text), None for the text of none."""
        return [(data['page'], data['revision'], data['version'],
                 data['text']) for data in self.events()]


class ListenerTestCase(PagesCase):

    def test_pages_that_are_not_marked_are_nobodys_business(self):
        page = self.write('Private', 'x')
        page.text = 'y'
        page.save(AUTHOR, '')
        page.rename('Other')
        WikiPage(self.env, 'Other').delete()
        self.assertEqual([], self.told())
        self.assertEqual([], self.env.db_query("SELECT * FROM learning_page"))

    def test_each_change_of_a_marked_page_is_told_once(self):
        self.use('Course/')
        page = self.write('Course/A', 'one')
        self.write('Course', 'not below')
        page = WikiPage(self.env, 'Course/A')
        page.text = 'two'
        page.save(AUTHOR, 'c')
        page.edit_comment('another comment')
        page.readonly = 1
        page.save(AUTHOR, '')
        self.assertEqual([('Course/A', 1, 1, 'one'),
                          ('Course/A', 2, 2, 'two')], self.told())

    def test_a_version_that_is_deleted_brings_back_the_one_before(self):
        self.use('A')
        self.write('A', 'one')
        page = self.write('A', 'two')
        WikiPage(self.env, 'A').delete(version=1)
        self.assertEqual(2, len(self.told()))
        page = self.write('A', 'three')
        page.delete(version=3)
        self.assertEqual(('A', 4, 2, 'two'), self.told()[-1])

    def test_revisions_go_on_after_a_page_was_deleted(self):
        self.use('A')
        self.write('A', 'one')
        WikiPage(self.env, 'A').delete()
        self.write('A', 'one')
        self.assertEqual([('A', 1, 1, 'one'), ('A', 2, 0, None),
                          ('A', 3, 1, 'one')], self.told())
        self.assertEqual([False, True, False],
                         [data['deleted'] for data in self.events()])

    def test_a_new_name_is_another_page(self):
        self.use('Course/')
        page = self.write('Course/A', 'one')
        page.rename('Course/B')
        self.assertEqual([('Course/A', 1, 1, 'one'), ('Course/A', 2, 0, None),
                          ('Course/B', 1, 1, 'one')], self.told())
        page.rename('Elsewhere')
        self.assertEqual([('Course/B', 2, 0, None)], self.told()[3:])

    def test_the_event_is_the_markers_and_about_no_ticket(self):
        self.use('A', 'Subject')
        self.write('A', u'\xe9\u20ac')
        message, = Outbox(self.env).due(10)
        self.assertEqual(('WikiPageChanged.v1', 'sub-author', ('authors',), 0),
                         (message.detail_type, message.learner,
                          tuple(message.groups), message.ticket))
        self.assertEqual((5, 'Subject'), (message.data['size'],
                                          message.data['subject']))
        WikiPage(self.env, 'A').delete()
        self.assertEqual(['sub-author'] * 2, [
            m.learner for m in Outbox(self.env).due(10)])

    def test_what_no_event_can_carry_is_told_by_its_size(self):
        self.use('A')
        for text, carried in ((u'x' * (MAX_EVENT_BYTES - 1000), True),
                              (u'x' * MAX_EVENT_BYTES, False),
                              (u'"' * (MAX_EVENT_BYTES // 2 - 100), True),
                              (u'"' * (MAX_EVENT_BYTES // 2), False),
                              (u'\n' * (MAX_EVENT_BYTES // 2), False),
                              (u'\u0431' * 39000, True),
                              (u'\u0431' * (MAX_ESCAPED_BYTES // 6), False),
                              (u'\U0001f600' * 19000, True)):
            self.write('A', text)
            data = self.events()[-1]
            self.assertEqual((text if carried else None, False,
                              len(text.encode('utf-8'))),
                             (data['text'], data['deleted'], data['size']))

    def test_a_name_that_no_event_can_carry_is_no_material(self):
        self.use('L/')
        self.write('L/' + 'x' * 299, 'x')
        self.assertEqual([], self.told())
        self.write('L/' + 'x' * 298, 'x')
        self.assertEqual(1, len(self.told()))

    def test_the_page_and_its_event_are_one_transaction(self):
        self.use('A')
        try:
            with self.env.db_transaction:
                self.write('A', 'one')
                raise ValueError("power cut")
        except ValueError:
            pass
        self.assertEqual([], self.told())
        self.assertFalse(WikiPage(self.env, 'A').exists)


class CatchUpTestCase(PagesCase):
    """Trac calls its listeners after it has committed a page."""

    def setUp(self):
        super(CatchUpTestCase, self).setUp()
        self.tell_page = WikiMaterial._append_event
        self.addCleanup(setattr, WikiMaterial, '_append_event', self.tell_page)
        self.use('Course/')
        self.write('Course/A', 'one')
        self.write('Course/B', 'one')

    def dies(self):
        """From now on nothing is told when it happens."""
        WikiMaterial._append_event = lambda self, name: None

    def test_what_a_crash_kept_from_being_told_is_told_later(self):
        self.dies()
        self.write('Course/A', 'two')
        WikiPage(self.env, 'Course/B').delete()
        self.write('Course/C', 'new')
        self.assertEqual(2, len(self.told()))
        self.gateway.page = {'epoch': 'e', 'cursor': 0, 'changes': []}
        Sync(self.env).step()
        self.assertEqual([('Course/A', 2, 2, 'two'), ('Course/B', 2, 0, None),
                          ('Course/C', 1, 1, 'new')], self.told()[2:])
        self.assertEqual(5, len(self.gateway.bodies('/api/v1/relay')))

    def test_change_that_was_told_is_not_told_again(self):
        for _ in range(3):
            Pages(self.env).catch_up()
        self.assertEqual(2, len(self.told()))
        self.leave('Course/')
        Pages(self.env).catch_up()
        self.assertEqual(4, len(self.told()))


class ResendTestCase(PagesCase):

    def test_what_is_material_is_told_again_as_a_new_revision(self):
        self.use('Course/')
        self.write('Course/A', 'one')
        self.write('Course/B', 'two')
        self.write('Other', 'x')
        WikiPage(self.env, 'Course/B').delete()
        told = self.told()
        self.assertEqual(['Course/A'], Pages(self.env).append_events_again())
        self.assertEqual(told + [('Course/A', 2, 1, 'one')], self.told())

    def test_changes_after_it_are_told_as_before(self):
        self.use('Course/A')
        page = self.write('Course/A', 'one')
        Pages(self.env).append_events_again()
        page.text = 'two'
        page.save(AUTHOR, '')
        self.assertEqual([('Course/A', 2, 1, 'one'),
                          ('Course/A', 3, 2, 'two')], self.told()[1:])


class WhoWroteItTestCase(PagesCase):
    """Only what an author stands for is taught."""

    def test_a_learners_new_page_below_a_prefix_is_not_told(self):
        self.use('Course/')
        self.write('Course/A', 'an author wrote this')
        self.write('Course/Mine', 'the earth is flat', author=LEARNER)
        Pages(self.env).catch_up()
        self.assertEqual(['Course/A'], [page for page, _, _, _ in
                                        self.told()])

    def test_a_learners_edit_leaves_what_was_told(self):
        self.use('A')
        self.write('A', 'one')
        self.write('A', 'the earth is flat', author=LEARNER)
        Pages(self.env).catch_up()
        self.assertEqual([('A', 1, 1, 'one')], self.told())

    def test_an_author_who_saves_stands_for_the_whole_page(self):
        self.use('A')
        self.write('A', 'one')
        self.write('A', 'one, and a learner added two', author=LEARNER)
        self.write('A', 'one, and two')
        self.assertEqual([('A', 1, 1, 'one'), ('A', 2, 3, 'one, and two')],
                         self.told())

    def test_an_author_who_marks_a_page_stands_for_what_is_there(self):
        self.write('A', 'a learner wrote this', author=LEARNER)
        self.use('A')
        self.write('A', 'and changed it', author=LEARNER)
        self.assertEqual([('A', 1, 1, 'a learner wrote this')], self.told())

    def test_a_version_that_is_deleted_brings_no_learners_back(self):
        self.use('A')
        self.write('A', 'one')
        self.write('A', 'the earth is flat', author=LEARNER)
        page = self.write('A', 'three')
        page.delete(version=3)
        self.assertEqual(('A', 3, 1, 'one'), self.told()[-1])

    def test_a_page_that_only_learners_wrote_is_taken_away(self):
        self.use('A')
        page = self.write('A', 'one')
        page.delete()
        self.write('A', 'the earth is flat', author=LEARNER)
        self.assertEqual(('A', 2, 0, None), self.told()[-1])


class MarkTestCase(PagesCase):

    def test_the_longest_name_that_fits_counts(self):
        marks = [Mark(name, used, '', 'a', 's', 1) for name, used in (
            ('Course/', 1), ('Course/Old/', 0), ('Course/Old/Good', 1),
            ('Course/Bad', 0), ('Page', 1))]
        for page, mark in (('Course/X', 'Course/'), ('Course/Old/X', None),
                           ('Course/Old/Good', 'Course/Old/Good'),
                           ('Course/Bad', None), ('Page', 'Page'),
                           ('Course/Bader', 'Course/'), ('Pages', None),
                           ('Course', None), ('course/X', None)):
            found = covering_mark(marks, page)
            self.assertEqual(mark, found and found.name, page)

    def test_marking_tells_what_is_there_and_unmarking_takes_it_back(self):
        self.write('Course/A', 'one')
        self.write('Course/B', 'two')
        self.write('Other', 'three')
        self.assertEqual(['Course/A', 'Course/B'], self.use('Course/'))
        self.assertEqual([], self.use('Course/'))
        self.assertEqual(['Course/A', 'Course/B'], self.leave('Course/'))
        self.assertEqual([('Course/A', 1, 1, 'one'), ('Course/A', 2, 1, None),
                          ('Course/B', 1, 1, 'two'),
                          ('Course/B', 2, 1, None)], sorted(self.told()))

    def test_page_with_another_subject_is_told_again(self):
        self.write('A', 'one')
        self.use('A')
        self.use('A', 'git')
        self.assertEqual([None, 'git'],
                         [data['subject'] for data in self.events()])

    def test_one_page_is_left_out_of_a_prefix_and_comes_back(self):
        self.write('Course/A', 'one')
        self.write('Course/B', 'two')
        self.use('Course/')
        self.assertEqual(['Course/A'], self.leave('Course/A'))
        self.write('Course/A', 'changed')
        self.assertEqual(3, len(self.told()))
        self.assertEqual(['Course/A'], self.use('Course/A'))
        self.assertEqual(('Course/A', 3, 2, 'changed'), self.told()[-1])
        self.assertEqual(['Course/A', 'Course/B'], self.leave('Course/'))

    def test_a_page_that_comes_back_has_its_prefixs_subject(self):
        self.write('Course/A', 'one')
        self.use('Course/', 'Git')
        self.leave('Course/A')
        self.use('Course/A')
        self.assertEqual('Git', self.events()[-1]['subject'])
        WikiPage(self.env, 'Course/A').delete()
        self.use('Course/A')
        self.write('Course/A', 'one')
        self.assertEqual(['Git', None, 'Git', None, 'Git'],
                         [data.get('subject') for data in self.events()])
        self.use('Course/', 'Tides')
        self.assertEqual('Tides', self.events()[-1]['subject'])
        self.assertEqual(['Course/'], self.marks())

    def test_a_subject_of_its_own_wins_over_the_prefixs(self):
        self.write('Course/A', 'one')
        self.use('Course/', 'Git')
        self.use('Course/A', 'Tides')
        self.assertEqual('Tides', self.events()[-1]['subject'])
        self.use('Course/A')
        self.assertEqual('Git', self.events()[-1]['subject'])

    def test_a_page_is_shown_as_on_its_way_at_once(self):
        self.write('Course/A', 'one')
        self.use('Course/')
        doc = self.document(document_id_of('Course/A'))
        self.assertEqual(('told', 'wiki', 'Course/A', 'Course', 1), (
            doc.phase, doc.origin, doc.name, doc.subject, doc.revision))
        self.assertIn('On its way', self.author.get(MATERIAL).body)
        self.leave('Course/A')
        self.assertEqual('removing',
                         self.document(document_id_of('Course/A')).phase)

    def test_the_documents_id_is_the_indexers(self):
        self.assertEqual(str(uuid.uuid5(uuid.NAMESPACE_URL,
                                        'traclearn:wiki:Course/A')),
                         document_id_of(u'Course/A'))
        # uuid5 of the same name as Python 3 makes it.
        self.assertEqual('7a12991c-d112-5d56-ac06-e7351d00b71d',
                         document_id_of(u'Course/\xdcbung \u20ac'))


class ClosedPages(Component):
    """Closes pages whose names begin with `Exam/` to some people."""

    implements(IPermissionPolicy)

    def __init__(self):
        self.people = ()

    def check_permission(self, action, username, resource, perm):
        if action == 'WIKI_VIEW' and username in self.people and \
                resource is not None and resource.realm == 'wiki' and \
                (resource.id or '').startswith('Exam/'):
            return False


class ClosedTestCase(PagesCase):
    """Nothing is told of a page that is closed to who marked it."""

    def setUp(self):
        super(ClosedTestCase, self).setUp()
        policies = self.env.config.get('trac', 'permission_policies')
        self.env.config.set('trac', 'permission_policies',
                            'ClosedPages, ' + policies)
        self.write('Exam/A', 'one')
        self.write('Exams', 'open')

    def close(self, *people):
        ClosedPages(self.env).people = people or ('author@demo.test',)

    def open(self):
        ClosedPages(self.env).people = ()

    def post(self, name, **form):
        return self.author.post(MATERIAL + '/marks', dict(form, name=name))

    def test_a_page_is_marked_by_nobody_who_may_not_see_it(self):
        self.close()
        self.assertEqual(403, self.post('Exam/A', use='1').status)
        self.assertEqual(403, self.post('Exam/Later').status)
        self.assertEqual([], self.marks())
        self.post('Exams', use='1')
        self.assertEqual([('Exams', 1, 1, 'open')], self.told())

    def test_a_prefix_takes_what_its_author_may_see(self):
        self.close()
        reply = self.author.follow(self.post('Exam/', use='1'))
        self.assertIn('material now; 0 are on their way', reply.body)
        self.write('Exam/A', 'two')
        self.write('Exam/B', 'new')
        self.write('Elsewhere', 'x').rename('Exam/C')
        Pages(self.env).catch_up()
        self.post('Exam/', use='1', subject='another')
        self.assertEqual([], self.told())
        self.open()
        Pages(self.env).catch_up()
        self.assertEqual([('Exam/A', 1, 2, 'two'), ('Exam/B', 1, 1, 'new'),
                          ('Exam/C', 1, 1, 'x')], self.told())

    def test_of_a_page_that_is_closed_later_only_its_end_is_told(self):
        self.write('Exam/B', 'one')
        self.use('Exam/')
        self.close()
        page = self.write('Exam/A', 'two')
        self.use('Exam/', 'another')
        self.gateway.page = {'epoch': 'e', 'cursor': 0, 'changes': []}
        Sync(self.env).step()
        self.assertEqual(2, len(self.told()))
        page.delete(version=2)
        page.delete()
        self.write('Exam/A', 'anew')
        self.leave('Exam/B')
        self.assertEqual(403, self.post('Exam/B', use='1').status)
        self.assertEqual([('Exam/A', 2, 0, None), ('Exam/B', 2, 1, None)],
                         self.told()[2:])

    def test_who_marked_it_counts_and_nobody_else(self):
        self.use('Exam/', 'Git')
        self.close('operator@demo.test', 'somebody')
        self.write('Exam/A', 'two')
        self.assertEqual(('Exam/A', 2, 2, 'two'), self.told()[-1])
        self.close()
        Marking(self.env).mark_pages('Exam/', Accounts(self.env).of_sub(
            'sub-operator'), 'Git')
        self.write('Exam/A', 'three')
        self.assertEqual(2, len(self.told()))

    def test_a_page_of_a_prefix_is_marked_by_somebody_who_may_see_it(self):
        self.close()
        self.use('Exam/', 'Git')
        Marking(self.env).mark_pages('Exam/A', Accounts(self.env).of_sub(
            'sub-operator'))
        event, = self.events()
        self.assertEqual(('Exam/A', 'Git'), (event['page'], event['subject']))


class FormTestCase(PagesCase):

    def mark(self, browser=None, **form):
        return (browser or self.author).post(MATERIAL + '/marks', form)

    def test_a_page_comes_back_to_its_prefix_by_either_button(self):
        self.write('Course/A', 'x')
        self.use('Course/', 'Git')
        for button in ('name="use" value="1" aria-label="Use Course/A again"',
                       'name="use" value="1">Use as learning material'):
            self.leave('Course/A')
            url = MATERIAL if 'again' in button else \
                '%s/%s' % (MATERIAL, document_id_of('Course/A'))
            self.assertIn(button, self.author.get(url).body)
            self.mark(name='Course/A', use='1')
            self.assertEqual('Git', self.events()[-1]['subject'])
        self.assertEqual(['Course/'], self.marks())

    def test_a_page_is_marked_where_it_is_read(self):
        self.write('A b', 'text')
        page = self.author.get('/trac/wiki/A%20b').body
        self.assertIn('Use as learning material</button>', page)
        reply = self.mark(name='A b', use='1', back='wiki')
        self.assertTrue(reply.headers['Location'].endswith('/wiki/A%20b'))
        page = self.author.follow(reply).body
        self.assertIn('A b is learning material now.', page)
        self.assertIn('No longer use</button>', page)
        self.assertIn('href="%s/%s">Learning material: On its way' % (
            MATERIAL, document_id_of('A b')), page)
        page = self.author.follow(
            self.mark(name='A b', leave='1', back='wiki')).body
        self.assertIn('Use as learning material</button>', page)
        self.assertEqual([False, True],
                         [data['deleted'] for data in self.events()])

    def test_marks_are_listed_with_who_made_them(self):
        self.write('Course/A', 'x')
        page = self.author.follow(self.mark(name=' Course/ ', subject='git',
                                            use='1')).body
        for said in ('Pages below Course/ are learning material now; 1 is',
                     'Course/*', '>git</td>', 'author'):
            self.assertIn(said, page)
        page = self.author.follow(self.mark(name='Later', use='1')).body
        self.assertIn('There is no page Later yet', page)

    def test_mark_that_will_not_do_is_refused_in_words(self):
        for form, said in (({'name': ' '}, 'Please name a page'),
                           ({'name': 'x' * 301}, '300 is the most'),
                           ({'name': 'x', 'subject': 's' * 101},
                            '100 is the most')):
            self.assertIn(said, self.author.follow(self.mark(**form)).body)
        self.assertEqual([], self.env.db_query("SELECT * FROM learning_mark"))

    def test_learners_mark_nothing_and_see_no_button(self):
        self.write('A', 'text')
        self.assertNotIn('learning material',
                         self.learner.get('/trac/wiki/A').body)
        self.assertEqual(403, self.mark(self.learner, name='A').status)
        self.assertEqual(400, self.author.post(
            MATERIAL + '/marks', {'name': 'A', '__FORM_TOKEN': 'x'}).status)
        self.author.get(MATERIAL + '/marks?name=A&use=1')
        self.assertEqual([], self.told())


class WayOutTestCase(PagesCase):

    def setUp(self):
        super(WayOutTestCase, self).setUp()
        self.use('A')
        self.write('A', 'one')
        self.event, = Outbox(self.env).due(10)

    def open(self):
        return [m.event_id for m in Outbox(self.env).due(10)]

    def feed(self, kind, **more):
        self.position += 1
        Feed(self.env).apply(parse_change(dict(change(
            self.position, kind, None, event_id=self.event.event_id,
            learner='sub-author'), **more)), 'e')

    def test_it_is_due_at_once_and_goes_by_the_relay(self):
        self.assertEqual(0, Outbox(self.env).next_due())
        Sync(self.env).relay_due()
        body, = self.gateway.bodies('/api/v1/relay')
        self.assertEqual(('WikiPageChanged.v1', 'sub-author', 'one'), (
            body['detail_type'], body['learner'], body['data']['text']))
        self.assertEqual([], self.open())       # its echo is awaited
        self.assertGreater(Outbox(self.env).next_due(), 3)

    def test_echo_of_the_feed_closes_the_row_of_a_page(self):
        self.feed('page_received')
        self.assertIsNone(Outbox(self.env).next_due())

    def test_echo_about_a_ticket_closes_no_row_of_a_page(self):
        self.feed('answer_received', ticket=self.shared, attempt=1)
        self.assertEqual([self.event.event_id], self.open())

    def test_a_rejection_is_kept_for_staff(self):
        self.feed('rejected', reason='failed')
        self.assertIsNone(Outbox(self.env).next_due())
        self.assertEqual([('rejected: failed',)], self.env.db_query(
            "SELECT last_error FROM learning_outbox WHERE last_error<>''"))

    def test_a_deleted_ticket_takes_no_page_with_it(self):
        Ticket(self.env, self.shared).delete()
        self.assertEqual([self.event.event_id], self.open())


if __name__ == '__main__':
    unittest.main()
