# -*- coding: utf-8 -*-
"""What is taught of a page that others than authors change, too."""

import unittest

from trac.perm import (DefaultPermissionPolicy, PermissionCache,
                       PermissionSystem)
from trac.util.datefmt import from_utimestamp
from trac.wiki.model import WikiPage

from learning import schema, timestamps
from learning.errors import InvalidInput
from learning.material.events import PageState, fingerprint_of
from learning.tests.question_case import AUTHOR, LEARNER
from learning.tests.test_wiki_material import PagesCase
from learning.users.account import Accounts
from learning.wiki_material import approval
from learning.wiki_material.version_decision import decide_version
from learning.wiki_material.waiting_changes import WaitingChanges
from learning.wiki_material.wiki import WikiMaterial
from learning.wiki_material.wiki_changes import Pages

OTHER_AUTHOR = 'operator@demo.test'
WIKI = '/trac/wiki/'


class ApprovalCase(PagesCase):

    def setUp(self):
        super(ApprovalCase, self).setUp()
        self.issued = timestamps.now()      # newer than the browsers' tokens

    def be_author(self, name, groups):
        """From now on a person is in these groups."""
        self.issued += 1
        Accounts(self.env).bind('sub-' + name, name + '@demo.test', '',
                                groups, self.issued)
        self.forget_permissions()

    def forget_permissions(self):
        """Trac keeps a person's permissions for some seconds."""
        DefaultPermissionPolicy(self.env).permission_cache.clear()

    def statuses(self, page):
        """From the oldest version to the newest."""
        with self.env.db_query as db:
            versions = approval.read_history(db, page)
        return [version.status for version in reversed(versions)]

    def waiting(self):
        """[(page, version that waits, version to compare with)]"""
        perm = PermissionCache(self.env, AUTHOR)
        return [(one.page, one.version.number, one.base and one.base.number)
                for one in WaitingChanges(self.env).all(perm)]

    def decide(self, page, teach=True, who=AUTHOR):
        one = WaitingChanges(self.env).of(page)
        decide_version(self.env, page, one.version.number,
                       one.version.saved, teach, who)

    def page(self):
        """A page that is taught, with a learner's change that waits."""
        self.use('A')
        self.write('A', 'one')
        self.write('A', 'the earth is flat', author=LEARNER)

    def grant(self, *actions):
        for action in actions:
            PermissionSystem(self.env).grant_permission('authenticated',
                                                        action)
        self.forget_permissions()


class JudgementTestCase(ApprovalCase):

    def test_version_of_former_author_stays_taught(self):
        self.use('A')
        self.write('A', 'one')
        self.be_author('author', ())
        Pages(self.env).catch_up()
        self.assertEqual(['approved'], self.statuses('A'))
        self.assertEqual([('A', 1, 1, 'one')], self.told())
        self.write('A', 'two')
        self.assertEqual(['approved', 'waiting'], self.statuses('A'))

    def test_version_of_later_author_goes_on_waiting(self):
        self.use('A')
        self.write('A', 'one')
        self.write('A', 'two', author='ada@demo.test')
        self.be_author('ada', ('authors',))
        self.assertTrue(approval.is_author(self.env, 'ada@demo.test'))
        Pages(self.env).catch_up()
        self.assertEqual([('A', 2, 1)], self.waiting())
        self.assertEqual([('A', 1, 1, 'one')], self.told())

    def test_unnoticed_old_version_of_later_author_waits(self):
        self.use('A')
        tell = WikiMaterial._append_save_event
        self.addCleanup(setattr, WikiMaterial, '_append_save_event', tell)
        WikiMaterial._append_save_event = lambda *args: None
        page = WikiPage(self.env, 'A')
        page.text = 'old'
        page.save(AUTHOR, '', t=from_utimestamp(
            timestamps.now() - approval.MAX_UNNOTICED_AGE - timestamps.SECOND))
        Pages(self.env).catch_up()
        self.assertEqual((['waiting'], []), (self.statuses('A'),
                                             self.told()))
        page.text = 'new'
        page.save(AUTHOR, '')
        Pages(self.env).catch_up()
        self.assertEqual(['waiting', 'approved'], self.statuses('A'))

    def test_number_that_is_given_again_brings_no_approval(self):
        self.use('A')
        self.write('A', 'one')
        self.write('A', 'two').delete(version=2)
        self.write('A', 'the earth is flat', author=LEARNER)
        self.assertEqual(['approved', 'waiting'], self.statuses('A'))
        self.assertEqual(('A', 3, 1, 'one'), self.told()[-1])

    def test_another_subject_of_a_prefix_approves_nothing(self):
        self.use('A/')
        self.write('A/B', 'one')
        self.write('A/B', 'the earth is flat', author=LEARNER)
        self.use('A/', 'Tides')
        self.assertEqual(['approved', 'waiting'], self.statuses('A/B'))
        self.assertEqual('one', self.told()[-1][3])

    def test_readonly_set_by_author_approves_nothing(self):
        self.page()
        page = WikiPage(self.env, 'A')
        page.readonly = 1
        page.save(AUTHOR, '')
        self.assertEqual([('A', 2, 1)], self.waiting())

    def test_pages_that_are_no_material_wait_for_nobody(self):
        self.write('Private', 'x', author=LEARNER)
        self.page()
        self.leave('A')
        self.assertEqual([], self.waiting())


class DecisionTestCase(ApprovalCase):

    def test_yes_teaches_the_version(self):
        self.page()
        self.decide('A')
        self.assertEqual(('A', 2, 2, 'the earth is flat'), self.told()[-1])
        self.assertEqual([], self.waiting())

    def test_no_leaves_what_is_taught_until_the_next_change(self):
        self.page()
        self.decide('A', teach=False)
        Pages(self.env).catch_up()
        self.assertEqual((1, []), (len(self.told()), self.waiting()))
        self.write('A', 'the earth is a disc', author=LEARNER)
        self.assertEqual([('A', 3, 1)], self.waiting())

    def test_new_page_of_learner_is_compared_with_nothing(self):
        self.use('Course/')
        self.write('Course/Mine', 'text', author=LEARNER)
        self.assertEqual([('Course/Mine', 1, None)], self.waiting())
        self.decide('Course/Mine')
        self.assertEqual([('Course/Mine', 1, 1, 'text')], self.told())

    def test_decision_about_replaced_version_is_refused(self):
        self.page()
        seen = WaitingChanges(self.env).of('A').version
        self.write('A', 'unseen', author=LEARNER)
        for teach in (True, False):
            with self.assertRaises(InvalidInput) as caught:
                decide_version(self.env, 'A', seen.number, seen.saved,
                               teach, AUTHOR)
            self.assertIn('changed again', unicode(caught.exception))
        self.assertEqual([('A', 3, 1)], self.waiting())
        self.assertEqual(1, len(self.told()))

    def test_second_decision_about_a_version_is_refused(self):
        for teach, said in ((True, 'is taught'), (False, 'is not taught')):
            self.page()
            seen = WaitingChanges(self.env).of('A').version
            self.decide('A', teach)
            with self.assertRaises(InvalidInput) as caught:
                decide_version(self.env, 'A', seen.number, seen.saved,
                               not teach, OTHER_AUTHOR)
            self.assertIn('decided already', unicode(caught.exception))
            self.assertIn(said, unicode(caught.exception))
            WikiPage(self.env, 'A').delete()
            self.leave('A')

    def test_decision_about_what_is_gone_is_refused(self):
        self.page()
        seen = WaitingChanges(self.env).of('A').version

        def said():
            with self.assertRaises(InvalidInput) as caught:
                decide_version(self.env, 'A', seen.number, seen.saved,
                               True, AUTHOR)
            return unicode(caught.exception)
        WikiPage(self.env, 'A').delete(version=2)
        self.assertIn('was deleted', said())
        self.write('A', 'another second', author=LEARNER)
        self.assertIn('that you decided about was deleted', said())
        WikiPage(self.env, 'A').delete()
        self.assertIn('A was deleted', said())
        self.leave('A')
        self.assertIn('not learning material any more', said())
        self.assertNotIn('another second', [row[3] for row in self.told()])

    def test_author_who_saves_decides_for_all_before(self):
        self.page()
        self.write('A', 'three')
        self.assertEqual([], self.waiting())
        WikiPage(self.env, 'A').delete(version=3)
        self.assertEqual([('A', 2, 1)], self.waiting())
        self.assertEqual('one', self.told()[-1][3])


class RenameTestCase(ApprovalCase):

    def rename(self, browser, name, new_name):
        return browser.post(WIKI + name, {
            'action': 'rename', 'new_name': new_name, 'submit': 'Rename'})

    def test_page_that_an_author_renames_into_the_material_is_taught(self):
        self.use('Course/')
        self.write('Draft', 'text', author=LEARNER)
        self.grant('WIKI_RENAME')
        self.assertEqual(303, self.rename(self.author, 'Draft',
                                          'Course/A').status)
        self.assertEqual([('Course/A', 1, 1, 'text')], self.told())

    def test_page_that_a_learner_renames_into_the_material_waits(self):
        self.learner.get(WIKI + 'WikiStart')
        self.write('Old', 'an old text', author=LEARNER)
        self.use('Course/')
        self.write('Draft', 'an author wrote this')
        self.grant('WIKI_RENAME')
        for name in ('Old', 'Draft'):
            reply = self.rename(self.learner, name, 'Course/' + name)
            self.assertEqual(303, reply.status)
        Pages(self.env).catch_up()
        self.assertEqual([], self.told())
        self.assertEqual([('Course/Old', 1, None), ('Course/Draft', 1, None)],
                         self.waiting())

    def test_change_that_waits_goes_on_waiting_under_a_new_name(self):
        self.use('Course/')
        self.write('Course/A', 'one')
        self.write('Course/A', 'the earth is flat', author=LEARNER)
        self.grant('WIKI_RENAME')
        self.rename(self.author, 'Course/A', 'Course/B')
        self.assertEqual([('Course/B', 2, 1)], self.waiting())
        self.assertEqual([('Course/A', 2, 0, None),
                          ('Course/B', 1, 1, 'one')], self.told()[1:])

    def test_material_is_renamed_and_deleted_by_authors_alone(self):
        self.page()
        self.write('Plain', 'x')
        self.grant('WIKI_ADMIN')
        self.learner.get(WIKI + 'A')
        for form in ({'action': 'rename', 'new_name': 'B'},
                     {'action': 'delete'},
                     {'action': 'delete', 'version': '1'},
                     {'action': 'delete', 'version': '2',
                      'old_version': '1'}):
            self.assertEqual(403, self.learner.post(WIKI + 'A', form).status)
        self.assertEqual([('A', 1, 1, 'one')], self.told())
        self.assertEqual(303, self.learner.post(
            WIKI + 'Plain', {'action': 'delete'}).status)
        self.assertEqual(303, self.author.post(
            WIKI + 'A', {'action': 'delete'}).status)
        self.assertEqual(('A', 2, 0, None), self.told()[-1])


class UpgradeTestCase(ApprovalCase):
    """Version 2 of the tables knew what was told, and not why."""

    def upgrade(self):
        with self.env.db_transaction as db:
            db("DELETE FROM learning_approval")
            schema.add_approvals(self.env, db)

    def tell_as_before(self, page, version):
        digest = fingerprint_of(PageState(version, WikiPage(
            self.env, page, version).text, None))
        self.env.db_transaction("UPDATE learning_page SET version=%s, "
                                "digest=%s WHERE page=%s",
                                (version, digest, page))

    def test_what_is_taught_stays_and_nothing_waits(self):
        self.use('A')
        self.write('A', 'one')
        self.upgrade()
        Pages(self.env).catch_up()
        self.assertEqual((['approved'], 1, []), (
            self.statuses('A'), len(self.told()), self.waiting()))

    def test_what_was_there_at_the_mark_is_approved(self):
        self.write('A', 'a learner wrote this', author=LEARNER)
        self.use('A')
        self.upgrade()
        self.assertEqual(['approved'], self.statuses('A'))

    def test_anothers_version_that_is_taught_is_shown_to_authors(self):
        self.page()
        self.tell_as_before('A', 2)
        self.upgrade()
        Pages(self.env).catch_up()
        self.assertEqual(['approved', 'found'], self.statuses('A'))
        self.assertEqual([('A', 2, 1)], self.waiting())
        self.assertEqual(2, Pages(self.env).version_of('A'))
        self.decide('A', teach=False)
        self.assertEqual(('A', 2, 1, 'one'), self.told()[-1])
        self.assertEqual([], self.waiting())

    def test_anothers_version_waits_beside_what_is_taught(self):
        self.page()
        self.upgrade()
        Pages(self.env).catch_up()
        self.assertEqual([('A', 2, 1)], self.waiting())
        self.assertEqual(1, len(self.told()))

    def test_both_kinds_are_decided_one_after_the_other(self):
        self.page()
        self.write('A', 'three', author=LEARNER)
        self.tell_as_before('A', 2)
        self.upgrade()
        Pages(self.env).catch_up()
        self.assertEqual([('A', 3, 2)], self.waiting())
        self.decide('A', teach=False)
        self.assertEqual([('A', 2, 1)], self.waiting())
        self.decide('A')
        self.assertEqual([], self.waiting())


if __name__ == '__main__':
    unittest.main()
