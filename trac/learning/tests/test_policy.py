# -*- coding: utf-8 -*-

import unittest

from trac.perm import PermissionCache, PermissionSystem
from trac.resource import Resource

from learning.permissions.policy import LearningPolicy, ticket_of
from learning.tests.private_ticket_case import PrivateTicketTestCase


class PolicyTestCase(PrivateTicketTestCase):

    def may(self, name, action='TICKET_VIEW', ticket=None, perm=None):
        perm = perm or PermissionCache(self.env, name + '@demo.test')
        return action in perm('ticket', ticket or self.own)

    def test_the_owner_and_staff_see_it(self):
        for name in ('ada', 'author', 'operator'):
            self.assertTrue(self.may(name), name)
        self.assertFalse(self.may('bob'))
        self.assertFalse('TICKET_VIEW' in PermissionCache(
            self.env, 'anonymous')('ticket', self.own))

    def test_administrator_sees_anothers_own_ticket(self):
        PermissionSystem(self.env).grant_permission('root', 'TRAC_ADMIN')
        self.assertTrue('TICKET_VIEW' in PermissionCache(
            self.env, 'root')('ticket', self.own))

    def test_every_action_on_anothers_own_ticket_is_refused(self):
        for action in ('TICKET_APPEND', 'LEARNING_ANSWER', 'LEARNING_VIEW'):
            self.assertFalse(self.may('bob', action), action)
            self.assertTrue(self.may('ada', action), action)

    def test_shared_tickets_are_as_they_were(self):
        for name in ('ada', 'bob', 'author'):
            self.assertTrue(self.may(name, ticket=self.shared))

    def test_policy_grants_nothing_that_was_not_granted(self):
        PermissionSystem(self.env).revoke_permission('authenticated',
                                                     'TICKET_VIEW')
        for who in ('anonymous', 'authenticated'):
            if (who, 'TICKET_VIEW') in PermissionSystem(
                    self.env).get_all_permissions():
                PermissionSystem(self.env).revoke_permission(who,
                                                             'TICKET_VIEW')
        self.assertFalse(self.may('ada'))

    def test_many_rows_cost_no_query_each(self):
        for _ in range(30):
            self.ticket('one more', 'sub-ada')
        perm = PermissionCache(self.env, 'bob@demo.test')
        self.may('bob', perm=perm)
        queries = []
        original = LearningPolicy._asked
        db_query = type(self.env).db_query

        class Counting(object):
            def __get__(self, env, owner):
                queries.append(1)
                return db_query.__get__(env, owner)

        type(self.env).db_query = Counting()
        try:
            for ticket in range(self.own, self.own + 31):
                self.assertFalse(self.may('bob', ticket=ticket, perm=perm))
                self.assertFalse(self.may('bob', 'TICKET_CHGPROP', ticket,
                                          perm))
        finally:
            type(self.env).db_query = db_query
        self.assertEqual([], queries)
        self.assertEqual(original, LearningPolicy._asked)

    def test_policy_asks_the_database_anew_for_each_request(self):
        self.assertFalse(self.may('bob'))
        self.env.db_transaction("UPDATE learning_question SET learner=''")
        self.assertTrue(self.may('bob'))

    def test_it_comes_first_without_being_configured(self):
        self.assertNotIn('LearningPolicy', self.env.config.get(
            'trac', 'permission_policies'))
        self.assertIsInstance(PermissionSystem(self.env).policies[0],
                              LearningPolicy)

    def test_policy_that_is_configured_too_is_there_once(self):
        self.env.config.set('trac', 'permission_policies',
                            'DefaultPermissionPolicy, LearningPolicy')
        self.assertEqual(
            ['LearningPolicy', 'DefaultPermissionPolicy'],
            [p.__class__.__name__
             for p in PermissionSystem(self.env).policies])

    def test_policy_that_is_disabled_is_not_asked(self):
        self.env.disable_component(LearningPolicy)
        self.assertNotIn('LearningPolicy', [
            p.__class__.__name__ for p in PermissionSystem(self.env).policies])
        self.assertTrue(self.may('bob'))

    def test_ticket_of_a_resource_is_its_number_or_none(self):
        ticket = Resource('ticket', '7')
        self.assertEqual(7, ticket_of(ticket))
        self.assertEqual(7, ticket_of(ticket.child('attachment', 'a.txt')))
        self.assertEqual(7, ticket_of(ticket.child('comment', 1)))
        for other in (None, Resource('ticket'), Resource('wiki', '7'),
                      Resource('ticket', 'x'), Resource(None)):
            self.assertIsNone(ticket_of(other))


if __name__ == '__main__':
    unittest.main()
