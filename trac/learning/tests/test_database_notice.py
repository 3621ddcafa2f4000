# -*- coding: utf-8 -*-

import unittest

from trac.test import EnvironmentStub, MockRequest

from learning.pages.database_notice import DatabaseNotice


class DatabaseNoticeTestCase(unittest.TestCase):

    def setUp(self):
        self.env = EnvironmentStub(enable=[
            'trac.*', 'learning.pages.database_notice.*'])

    def warnings(self, database, template):
        self.env.config.set('trac', 'database', database)
        req = MockRequest(self.env)
        DatabaseNotice(self.env).post_process_request(req, template, {}, {})
        return [unicode(said) for said in req.chrome['warnings']]

    def test_page_of_learning_on_sqlite_says_what_is_needed(self):
        said, = self.warnings('sqlite:db/trac.db', 'learning_course.html')
        self.assertIn('needs PostgreSQL', said)
        self.assertIn('sqlite', said)

    def test_page_of_learning_on_postgresql_says_nothing(self):
        self.assertEqual([], self.warnings('postgres://u@h/trac',
                                           'learning_course.html'))

    def test_page_of_trac_on_sqlite_says_nothing(self):
        self.assertEqual([], self.warnings('sqlite:db/trac.db',
                                           'wiki_view.html'))

    def test_answer_without_a_template_says_nothing(self):
        self.assertEqual([], self.warnings('sqlite:db/trac.db', None))


if __name__ == '__main__':
    unittest.main()
