# -*- coding: utf-8 -*-
"""What authors see of learners' answers outside of the desk."""

import re
import unittest

from trac.perm import DefaultPermissionPolicy, PermissionSystem

from learning.desk.queue_page import count_unsure
from learning.tests.desk_case import DeskTestCase, ident


class AnswersOfLearnersTestCase(DeskTestCase):


    def setUp(self):
        super(AnswersOfLearnersTestCase, self).setUp()
        self.ticket_page = '/trac/ticket/%d' % self.shared

    def section(self, browser):
        found = re.search(r'(?s)<details id="learning-answers".*?</details>',
                          browser.get(self.ticket_page).body)
        return found and found.group()

    def test_author_reads_the_newest_answer_of_each_learner(self):
        self.ada.post('/trac/learning/answer/%d' % self.shared, {
            'answer': 'My <second> one.', 'event_id': ident()})
        section = self.section(self.author)
        for said in ('Answers of learners (2)', 'ada@demo.test',
                     'bob@demo.test', 'My &lt;second&gt; one.', 'attempt 2',
                     'needs review', '/learning/desk/%d"' % self.shared):
            self.assertIn(said, section)
        self.assertEqual(1, section.count('It keeps a snapshot'))
        self.assertLess(section.index('ada@'), section.index('bob@'))

    def test_learners_and_operators_do_not_read_them(self):
        for browser in (self.ada, self.browse('operator')):
            self.assertIsNone(self.section(browser))

    def test_list_of_questions_says_how_many_answered(self):
        page = self.author.get('/trac/learning/questions').body
        self.assertIn('#learning-answers">2 answered</a>', page)
        self.assertEqual(403, self.ada.get('/trac/learning/questions').status)

    def test_course_is_shown_on_the_ticket(self):
        self.env.db_transaction("UPDATE learning_question SET course=%s "
                                "WHERE ticket=%s", ('A <course>',
                                                    self.shared))
        self.assertIn('href="/trac/learning/course/A%20%3Ccourse%3E" '
                      'dir="auto">A &lt;course&gt;</a>',
                      self.ada.get(self.ticket_page).body)

    def test_row_under_review_leads_to_the_desk(self):
        PermissionSystem(self.env).grant_permission('operator@demo.test',
                                                    'LEARNING_AUTHOR')
        DefaultPermissionPolicy(self.env).permission_cache.clear()
        page = self.browse('operator').get('/trac/learning/operate').body
        self.assertIn('/learning/desk/%d">#' % self.shared, page)

    def test_appealed_answer_counts_once(self):
        self.assertEqual(2, count_unsure(self.env))
        for name, attempt in (('ada', 1), ('bob', 9)):
            self.env.db_transaction(
                "INSERT INTO learning_appeal (id, ticket, sub, attempt, "
                "state) VALUES (%s, %s, %s, %s, 'with_author')",
                (ident(), self.shared, 'sub-' + name, attempt))
        self.assertEqual(3, count_unsure(self.env))


if __name__ == '__main__':
    unittest.main()
