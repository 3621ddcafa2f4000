# -*- coding: utf-8 -*-
"""What authors see of learners' answers outside of the desk."""

import re
import unittest

from trac.perm import DefaultPermissionPolicy, PermissionSystem

from learning.answers import learners_answers
from learning.desk.queue_page import count_unsure
from learning.tests.desk_case import DeskTestCase, ident


class AnswersOfLearnersTestCase(DeskTestCase):


    def setUp(self):
        super(AnswersOfLearnersTestCase, self).setUp()
        self.ticket_page = '/trac/ticket/%d' % self.shared

    def section(self, browser, address=None):
        found = re.search(r'(?s)<details id="learning-answers".*?</details>',
                          browser.get(address or self.ticket_page).body)
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

    def test_verdicts_and_the_grades_story_stand_by_the_answer(self):
        section = self.section(self.author)
        for said in ('What a &lt;commit&gt; records', 'Partly',
                     '/learning/grades/%s"' % self.grades['ada']):
            self.assertIn(said, section)

    def test_attempt_that_counts_is_said_where_it_is_another(self):
        self.assertNotIn('What counts', self.section(self.author))
        self.ada.post('/trac/learning/answer/%d' % self.shared, {
            'answer': 'Worse.', 'event_id': ident()})
        self.tell_grade('ada', 2, score=0.1)
        self.assertIn(u'What counts: attempt 1, 67 %',
                      self.section(self.author))

    def test_answers_come_page_by_page(self):
        before, learners_answers.LEARNERS_PER_PAGE = \
            learners_answers.LEARNERS_PER_PAGE, 1
        try:
            first = self.section(self.author)
            address, = re.findall(r'<a href="([^"]+)">Older answers', first)
            second = self.section(
                self.author, str(address.partition('#')[0]))
        finally:
            learners_answers.LEARNERS_PER_PAGE = before
        self.assertEqual(['bob', 'ada'], [
            re.search('>(ada|bob)@', page).group(1)
            for page in (first, second)])
        self.assertIn('class="learning-answers" open=', second)
        self.assertIn('Newer answers', second)
        self.assertNotIn('Older answers', second)

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

    def test_what_is_under_review_is_one_line_to_the_desk(self):
        page = self.browse('operator').get('/trac/learning/operate').body
        self.assertIn('2 answers are with authors.', page)
        self.assertNotIn('/learning/desk"', page)
        PermissionSystem(self.env).grant_permission('operator@demo.test',
                                                    'LEARNING_AUTHOR')
        DefaultPermissionPolicy(self.env).permission_cache.clear()
        page = self.browse('operator').get('/trac/learning/operate').body
        self.assertIn('/learning/desk">Desk</a>', page)
        self.assertNotIn('/learning/desk/', page)

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
