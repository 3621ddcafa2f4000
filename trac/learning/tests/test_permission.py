# -*- coding: utf-8 -*-

import unittest

from trac.perm import PermissionSystem

from learning.tests.private_ticket_case import PrivateTicketTestCase
from learning.users.account import Accounts


class PermissionTestCase(PrivateTicketTestCase):

    def held(self, name):
        held = PermissionSystem(self.env).get_user_permissions(name)
        return sorted(a[9:] for a in held if a.startswith('LEARNING_'))

    def test_each_group_has_its_permissions(self):
        self.assertEqual(['ANSWER', 'VIEW'], self.held('ada@demo.test'))
        self.assertEqual(['ANSWER', 'AUTHOR', 'VIEW'],
                         self.held('author@demo.test'))
        self.assertEqual(['ANSWER', 'OPERATE', 'VIEW'],
                         self.held('operator@demo.test'))

    def test_who_has_no_account_has_none(self):
        for name in ('anonymous', 'somebody', 'eve@demo.test'):
            self.assertEqual([], self.held(name))

    def test_administrator_has_all_permissions(self):
        PermissionSystem(self.env).grant_permission('root', 'TRAC_ADMIN')
        self.assertEqual(['ANSWER', 'AUTHOR', 'OPERATE', 'VIEW'],
                         self.held('root'))

    def test_staff_are_found_by_their_permission(self):
        self.assertEqual(
            ['operator@demo.test'],
            PermissionSystem(self.env).get_users_with_permission(
                'LEARNING_OPERATE'))

    def test_no_token_gets_into_one_of_tracs_own_groups(self):
        permissions = PermissionSystem(self.env)
        permissions.grant_permission('developers', 'TRAC_ADMIN')
        Accounts(self.env).bind(
            'sub-eve', 'eve@demo.test', '',
            ('developers', 'TRAC_ADMIN', 'authenticated', 'admin'), 1)
        self.assertNotIn('TRAC_ADMIN',
                         permissions.get_user_permissions('eve@demo.test'))

    def test_an_admin_may_use_the_groups(self):
        permissions = PermissionSystem(self.env)
        permissions.grant_permission('cognito-operators', 'TRAC_ADMIN')
        self.assertIn('TRAC_ADMIN', permissions.get_user_permissions(
            'operator@demo.test'))

    def test_who_left_a_group_loses_its_permissions(self):
        Accounts(self.env).bind('sub-author', 'author@demo.test', '', (), 2)
        self.assertEqual(['ANSWER', 'VIEW'], self.held('author@demo.test'))


if __name__ == '__main__':
    unittest.main()
