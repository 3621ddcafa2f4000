# -*- coding: utf-8 -*-

import unittest

from trac.core import TracError
from trac.db.api import DatabaseManager
from trac.test import EnvironmentStub

from learning import schema
from learning.errors import NameTaken
from learning.users.account import Account, Accounts
from learning.users.mapping import normalize_address


class AccountTestCase(unittest.TestCase):

    def setUp(self):
        self.env = EnvironmentStub(default_data=True,
                                   enable=['trac.*', 'learning.*'])
        schema.LearningSchema(self.env).upgrade_environment()
        self.accounts = Accounts(self.env)

    def tearDown(self):
        DatabaseManager(self.env).drop_tables(schema.TABLES)
        self.env.reset_db()

    def bind(self, sub='s1', email='Ada@Demo.test', groups=(), issued=1000000):
        return self.accounts.bind(sub, email, u'Ad\xe4', groups, issued)

    def test_first_sign_in_makes_the_account_and_a_known_user(self):
        account = self.bind(groups=['authors'])
        self.assertEqual('ada@demo.test', account.username)
        self.assertEqual(account, self.accounts.of_sub('s1'))
        self.assertEqual(account, self.accounts.of_user('ada@demo.test'))
        self.assertEqual([('ada@demo.test', u'Ad\xe4', 'ada@demo.test')],
                         list(self.env.get_known_users()))

    def test_unknown_sub_or_user_has_no_account(self):
        self.assertIsNone(self.accounts.of_sub('s1'))
        self.assertIsNone(self.accounts.of_user('anonymous'))

    def test_another_sub_never_gets_the_name(self):
        self.bind()
        self.assertRaises(NameTaken, self.bind, sub='s2')
        self.assertRaises(NameTaken, self.bind, sub='s2',
                          email='ADA@demo.test')
        self.assertIsNone(self.accounts.of_sub('s2'))
        self.assertEqual('s1', self.accounts.of_user('ada@demo.test').sub)

    def test_the_name_stays_when_the_address_changes(self):
        self.bind()
        account = self.bind(email='new@demo.test', issued=2000000)
        self.assertEqual('ada@demo.test', account.username)
        self.assertRaises(NameTaken, self.bind, sub='s2')

    def test_the_newest_token_says_the_groups(self):
        self.bind(groups=['authors'], issued=2000000)
        self.bind(groups=['authors', 'operators'], issued=1000000)
        self.assertEqual(('authors',), self.accounts.of_sub('s1').groups)
        self.bind(groups=[], issued=3000000)
        self.assertEqual((), self.accounts.of_sub('s1').groups)

    def test_a_parallel_first_request_is_no_error(self):
        first = self.bind()
        again = self.accounts._insert(
            Account('s1', 'ada@demo.test', '', (), 5), 'ada@demo.test')
        self.assertEqual(first, again)

    def test_another_conflict_is_not_called_a_taken_name(self):
        self.env.db_transaction("CREATE UNIQUE INDEX odd "
                                "ON learning_account (name)")
        self.bind()
        self.assertRaises(self.env.db_exc.IntegrityError, self.bind,
                          sub='s2', email='other@demo.test')

    def test_what_is_no_address_is_no_user_name(self):
        for email in (None, '', 'anonymous', 'TRAC_ADMIN', 'a b@c', 'a@b@c',
                      'a@b\n', 'x' * 300 + '@y', 'a,b@c'):
            if email == 'a@b\n':
                self.assertEqual('a@b', normalize_address(email))
            else:
                self.assertRaises(TracError, normalize_address, email)


if __name__ == '__main__':
    unittest.main()
