# -*- coding: utf-8 -*-
"""People who had a user name in this Trac before they signed in."""

import json
import unittest

from trac.perm import PermissionSystem
from trac.ticket.model import Ticket

from learning.errors import LearningError, NameTaken
from learning.questions.question import Question, Questions
from learning.tests.browser import Browser
from learning.tests.sign_in_case import SigningInTestCase
from learning.users.account import Accounts
from learning.users.mapping import UserMapping

ADDRESS = 'alice@example.org'


class ExistingTracTestCase(SigningInTestCase):
    """alice had tickets, a permission and preferences before."""

    def setUp(self):
        super(ExistingTracTestCase, self).setUp()
        self.map(ADDRESS, 'alice')
        self.env.insert_users([('alice', 'Alice Before', 'a@before.org')])
        PermissionSystem(self.env).grant_permission('alice', 'MILESTONE_ADMIN')
        self.old = self.ticket('alice')

    def map(self, address, name):
        self.env.config.set('learning-users', address, name)

    def ticket(self, who):
        ticket = Ticket(self.env)
        ticket.populate({'summary': 'Old', 'status': 'new', 'reporter': who,
                         'owner': who})
        return ticket.insert()

    def come(self, sub='sub-alice', email=ADDRESS, **more):
        return self.signed_in(Browser(self.env), sub=sub, email=email, **more)


class ExistingUserTestCase(ExistingTracTestCase):

    def test_user_of_the_section_keeps_name_permissions_and_tickets(self):
        browser = self.come(**{'cognito:groups': ['authors']})
        page = browser.get('/trac/query?owner=$USER&reporter=$USER')
        self.assertIn('/trac/ticket/%d' % self.old, page.body)
        self.assertIn('Alice Before', page.body)
        self.assertEqual(200, browser.get('/trac/milestone?action=new').status)
        held = PermissionSystem(self.env).get_user_permissions('alice')
        self.assertTrue(held['MILESTONE_ADMIN'])
        self.assertTrue(held['LEARNING_AUTHOR'])
        self.assertIn(('alice', 'Alice Before', 'a@before.org'),
                      list(self.env.get_known_users()))

    def test_ticket_that_the_user_makes_is_reported_under_the_old_name(self):
        browser = self.come()
        browser.get('/trac/newticket')
        browser.post('/trac/newticket', {
            'field_summary': 'New', 'field_reporter': 'alice',
            'field_status': 'new', 'submit': 'create'})
        self.assertEqual('alice', Ticket(self.env, self.old + 1)['reporter'])

    def test_event_about_an_answer_carries_the_sub_and_no_name(self):
        browser = self.come()
        Questions(self.env).save(Question(
            self.old, 0, 'Q', 'R', [{'id': '1', 'criterion': 'c', 'weight': 1,
                                     'label': ''}],
            [], 'sub-alice', 'author', 0), 'sub-author', ('authors',))
        browser.get('/trac/ticket/%d' % self.old)
        browser.post('/trac/learning/answer/%d' % self.old, {
            'answer': 'Because.',
            'event_id': '0d9cb9b4-5a0e-4f0c-9a6e-6a3a0f6b1c11'})
        (learner, data), = self.env.db_query(
            "SELECT learner, data FROM learning_outbox "
            "WHERE detail_type='AnswerSubmitted.v1'")
        self.assertEqual('sub-alice', learner)
        self.assertNotIn('alice', json.dumps(json.loads(data)))

    def test_question_for_the_address_is_for_the_user(self):
        from learning.editor import draft
        self.come().get('/trac/timeline')
        for said in ('Alice@example.org', 'alice'):
            self.assertEqual('sub-alice', draft._learner(self.env, said))

    def test_user_who_was_not_here_before_gets_the_address_as_email(self):
        self.map('new@example.org', 'newcomer')
        self.come('sub-new', 'new@example.org').get('/trac/timeline')
        self.assertIn(('newcomer', 'Ada', 'new@example.org'),
                      list(self.env.get_known_users()))


class SafetyTestCase(ExistingTracTestCase):

    def bind(self, sub, email):
        return Accounts(self.env).bind(sub, email, '', (), 1).username

    def test_address_that_is_not_named_is_its_own_user_name(self):
        for email in ('alice@evil.org', 'alice+x@example.org',
                      'xalice@example.org'):
            self.assertEqual(email, self.bind(email[:7], email))

    def test_second_address_with_the_same_name_is_refused(self):
        self.map('alice@home.org', 'alice')
        self.come().get('/trac/timeline')
        other = self.come('sub-other', 'alice@home.org').get('/trac/timeline')
        self.assertEqual(403, other.status)
        self.assertEqual('sub-alice',
                         Accounts(self.env).of_user('alice').sub)

    def test_address_that_reads_like_a_name_of_the_section_is_refused(self):
        self.map('bob@new.org', 'Bob@old.org')
        self.assertRaises(NameTaken, self.bind, 'sub-evil', 'bob@old.org')
        self.assertEqual('Bob@old.org', self.bind('sub-bob', 'bob@new.org'))

    def test_name_that_is_no_persons_is_refused(self):
        for name in ('', 'anonymous', 'Authenticated', 'cognito',
                     'cognito-authors', 'TracLearn'):
            self.map(ADDRESS, name)
            self.assertRaises(LearningError,
                              UserMapping(self.env).username_of, ADDRESS)

    def test_unverified_address_gets_no_name(self):
        reply = self.come(email_verified=False).get('/trac/timeline')
        self.assertNotEqual(200, reply.status)
        self.assertIsNone(Accounts(self.env).of_user('alice'))

    def test_section_changed_later_leaves_who_has_signed_in(self):
        self.bind('sub-alice', ADDRESS)
        self.map(ADDRESS, 'carol')
        self.assertEqual('alice', self.bind('sub-alice', ADDRESS))

    def test_removed_account_is_bound_anew_by_the_section(self):
        self.env.config.remove('learning-users', ADDRESS)
        self.assertEqual(ADDRESS, self.bind('sub-alice', ADDRESS))
        self.map(ADDRESS, 'alice')
        self.env.db_transaction("DELETE FROM learning_account "
                                "WHERE username='alice@example.org'")
        self.assertEqual('alice', self.bind('sub-alice', ADDRESS))


if __name__ == '__main__':
    unittest.main()
