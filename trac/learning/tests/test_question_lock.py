# -*- coding: utf-8 -*-

import re
import unittest

from trac.perm import PermissionCache, PermissionSystem
from trac.resource import Resource
from trac.ticket.model import Ticket

from learning.permissions.policy import LearningPolicy, changes
from learning.tests.private_ticket_case import PrivateTicketTestCase


class LockCase(PrivateTicketTestCase):

    def may(self, name, action, ticket=None):
        return action in PermissionCache(self.env, name + '@demo.test')(
            'ticket', ticket or self.shared)

    def send(self, name, ticket, **form):
        browser = self.browse(name)
        page = browser.get('/trac/ticket/%d' % ticket).body
        seen = re.search(r'name="view_time"\s+value="(\d+)"', page)
        return browser.post('/trac/ticket/%d' % ticket, dict({
            'action': 'leave', 'comment': '', 'submit': '1',
            'view_time': seen.group(1), 'start_time': seen.group(1)},
            **{str(name): value for name, value in form.items()}))

    def stored(self, ticket):
        row = Ticket(self.env, ticket)
        return {name: row[name] for name in
                ('summary', 'keywords', 'cc', 'status', 'owner',
                 'description')}

    def comments(self, ticket):
        return [row[4] for row in Ticket(self.env, ticket).get_changelog()
                if row[2] == 'comment']


class PolicyTestCase(LockCase):

    def test_actions_that_change_a_ticket_are_known(self):
        for action in ('TICKET_MODIFY', 'TICKET_CHGPROP', 'TICKET_CREATE',
                       'TICKET_EDIT_CC', 'TICKET_EDIT_DESCRIPTION',
                       'TICKET_EDIT_COMMENT', 'TICKET_BATCH_MODIFY',
                       'TICKET_ADMIN', 'TICKET_WHATEVER_COMES_NEXT'):
            self.assertTrue(changes(action), action)
        for action in ('TICKET_VIEW', 'TICKET_APPEND', 'LEARNING_ANSWER',
                       'ATTACHMENT_CREATE', 'WIKI_MODIFY'):
            self.assertFalse(changes(action), action)

    def test_every_action_of_trac_that_changes_is_the_authors(self):
        PermissionSystem(self.env).grant_permission('authenticated',
                                                    'TICKET_ADMIN')
        for action in PermissionSystem(self.env).get_actions():
            if not changes(action):
                continue
            for ticket in (self.own, self.shared):
                self.assertFalse(self.may('ada', action, ticket), action)
                self.assertTrue(self.may('author', action, ticket), action)

    def test_an_operator_is_no_author(self):
        self.assertFalse(self.may('operator', 'TICKET_MODIFY'))
        self.assertTrue(self.may('operator', 'TICKET_APPEND'))

    def test_a_ticket_without_a_question_is_as_it_was(self):
        ticket = Ticket(self.env)
        ticket['summary'] = 'plain'
        ticket.insert()
        self.assertTrue(self.may('bob', 'TICKET_MODIFY', ticket.id))
        self.assertFalse(LearningPolicy(self.env).is_locked(
            ticket.id, 'bob@demo.test'))

    def test_a_new_ticket_may_be_made(self):
        for resource in (None, Resource('ticket')):
            self.assertTrue('TICKET_CREATE' in PermissionCache(
                self.env, 'bob@demo.test', resource))

    def test_one_edits_ones_own_comments_alone(self):
        PermissionSystem(self.env).grant_permission('authenticated',
                                                    'TICKET_EDIT_COMMENT')
        ticket = Ticket(self.env, self.shared)
        ticket.save_changes('bob@demo.test', 'mine')
        comment = ticket.resource.child('comment', '1')
        for name, may in (('bob', True), ('ada', False), ('author', True)):
            self.assertEqual(may, 'TICKET_EDIT_COMMENT' in PermissionCache(
                self.env, name + '@demo.test')(comment), name)

    def test_who_reported_it_does_not_edit_the_description(self):
        ticket = Ticket(self.env)
        ticket.populate({'summary': 'mine', 'reporter': 'bob@demo.test'})
        ticket.insert()
        self.assertTrue(self.may('bob', 'TICKET_EDIT_DESCRIPTION', ticket.id))
        self.env.db_transaction(
            "UPDATE learning_question SET ticket=%s WHERE ticket=%s",
            (ticket.id, self.shared))
        self.assertFalse(self.may('bob', 'TICKET_EDIT_DESCRIPTION',
                                  ticket.id))


class LockTestCase(LockCase):

    def test_a_forged_form_changes_nothing(self):
        before = self.stored(self.shared)
        for form in ({'field_summary': 'x'}, {'field_cc': 'x'},
                     {'cc_update': '1'}, {'field_description': 'x'},
                     {'action': 'resolve',
                      'action_resolve_resolve_resolution': 'fixed'}):
            self.send('bob', self.shared, comment='hm', **form)
            self.assertEqual(before, self.stored(self.shared), form)
        self.assertEqual([], self.comments(self.shared))

    def test_an_action_without_permissions_changes_nothing(self):
        for name, value in (('slam', '* -> closed'),
                            ('slam.operations', 'set_resolution')):
            self.env.config.set('ticket-workflow', name, value)
        self.reload()
        page = self.browse('bob').get('/trac/ticket/%d' % self.shared).body
        self.assertNotIn('value="slam"', page)
        self.assertIn('value="leave"', page)
        reply = self.send('bob', self.shared, action='slam', comment='bang')
        self.assertIn('has a question', reply.body)
        self.assertEqual('new', self.stored(self.shared)['status'])
        page = self.browse('author').get('/trac/ticket/%d' % self.shared).body
        self.assertIn('value="slam"', page)

    def reload(self):
        from trac.ticket.default_workflow import ConfigurableTicketWorkflow
        workflow = ConfigurableTicketWorkflow(self.env)
        workflow.actions = workflow.get_all_actions()

    def test_batch_of_a_learner_changes_nothing(self):
        before = self.stored(self.shared)
        for form in ({'batchmod_value_cc': 'x'},
                     {'batchmod_value_keywords': 'x'},
                     {'batchmod_mode_keywords': '+',
                      'batchmod_primary_keywords': 'x'},
                     {'action': 'resolve',
                      'action_resolve_resolve_resolution': 'fixed'}):
            self.browse('bob').post('/trac/batchmodify', dict({
                'selected_tickets': str(self.shared), 'action': 'leave',
                'query_href': '/trac/query'}, **form))
            self.assertEqual(before, self.stored(self.shared), form)

    def test_the_page_hides_a_choice_of_one(self):
        for name, locked in (('bob', True), ('author', False)):
            page = self.browse(name).get('/trac/ticket/%d' % self.shared).body
            self.assertEqual(locked, 'data-locked="yes"' in page)

    def test_change_by_an_author_is_saved(self):
        self.send('author', self.shared, field_summary='Better')
        self.assertEqual('Better', self.stored(self.shared)['summary'])

    def test_comment_of_anybody_is_saved(self):
        for name in ('ada', 'bob', 'operator', 'author'):
            self.assertEqual(303, self.send(name, self.shared,
                                            comment='by ' + name).status)
        self.assertEqual(4, len(self.comments(self.shared)))


if __name__ == '__main__':
    unittest.main()
