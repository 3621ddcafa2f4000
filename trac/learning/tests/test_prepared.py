# -*- coding: utf-8 -*-
"""Which databases the tests' environments keep, and which they make anew."""

import os
import shutil
import tempfile
import unittest

from learning import components, schema  # noqa: F401
from learning.tests import prepared
from learning.tests.prepared import PreparedEnvironment

NAME = 'TRAC_TEST_DB_URI'


class PreparedEnvironmentTestCase(unittest.TestCase):

    def setUp(self):
        self.asked = []
        self.addCleanup(setattr, prepared, 'tables_of', prepared.tables_of)
        self.addCleanup(self.set_uri, os.environ.get(NAME))
        tables_of = prepared.tables_of
        prepared.tables_of = lambda db: self.asked.append(db) or tables_of(db)

    def set_uri(self, uri):
        os.environ.pop(NAME, None)
        if uri:
            os.environ[NAME] = uri

    def environment(self):
        env = PreparedEnvironment(enable=['trac.*', 'learning.*'])
        self.addCleanup(env.reset_db)
        self.addCleanup(env.shutdown)
        return env

    def add(self, env):
        env.db_transaction("INSERT INTO learning_account (sub) VALUES ('a')")

    def of_accounts(self, env):
        return env.db_query("SELECT sub FROM learning_account")

    def test_database_in_memory_is_kept_and_the_next_one_is_empty(self):
        self.set_uri(None)
        self.add(self.environment())
        self.assertEqual([], self.of_accounts(self.environment()))
        self.assertTrue(self.asked)

    def test_other_database_is_upgraded_and_never_asked_as_sqlite(self):
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        self.set_uri('sqlite:%s/trac.db' % folder)
        self.add(self.environment())
        env = self.environment()
        self.assertEqual([], self.of_accounts(env))
        self.assertFalse(schema.LearningSchema(env)
                         .environment_needs_upgrade())
        self.assertEqual([], self.asked)


if __name__ == '__main__':
    unittest.main()
