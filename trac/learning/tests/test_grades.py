# -*- coding: utf-8 -*-
"""The gradebook, its file, and the story of a grade."""

import csv
import io
import unittest

from learning.grades import gradebook
from learning.grades.story_page import mark_undone
from learning.tests.desk_case import ITEMS, ident
from learning.tests.material_case import MaterialTestCase
from learning.users import account

PAGE, ROUTE = '/trac/learning/grades', '/api/v1/grades'
GRADE = '3f0c9a51-7d4e-5b0c-8a43-1d7f1c0e6a02'


class GradesTestCase(MaterialTestCase):

    def entry(self, learner='sub-ada', ticket=None, score=0.6667, **more):
        return dict({
            'ticket_id': ticket or self.shared, 'course': 'Git',
            'learner': learner, 'status': 'in_progress', 'attempts': 2,
            'counting_attempt': 1, 'counting_score': score, 'deducted': 0,
            'provisional': True, 'needs_review': False, 'person': False,
            'appeal': None, 'grade': GRADE,
            'graded_at': '2026-01-15T09:30:01.9+00:00'}, **more)

    def serve(self, *grades, **more):
        self.gateway.replies[ROUTE] = 200, dict(
            {'grades': list(grades), 'next': None}, **more)

    def rows(self):
        body = self.author.get(PAGE + '?format=csv').body
        self.assertTrue(body.startswith(u'\ufeff'))
        return list(csv.reader(io.BytesIO(body[1:].encode('utf-8'))))

    def test_gradebook_is_a_table_of_learners_by_questions(self):
        self.serve(self.entry(), self.entry('sub-bob', person=True),
                   self.entry('sub-bob', self.own, None, grade=None),
                   self.entry('sub-gone', appeal='with_author'))
        page = self.author.get(PAGE).body
        for said in ('#%d A shared question' % self.shared, '>67</a>',
                     '/learning/grades/' + GRADE, 'ada@demo.test',
                     'sub-gone', u'\u270e', u'\u2691', u'\u2026',
                     'unseen">set by a person<', 'unseen">a second look',
                     'unseen">answered, without a grade<'):
            self.assertIn(said, page)

    def test_gradebook_of_a_course_reads_all_its_pages(self):
        replies = iter([(200, {'grades': [self.entry()],
                               'next': 500, 'next_cursor': 'abc'}),
                        (200, {'grades': [self.entry('sub-bob')],
                               'next': None, 'next_cursor': None})])
        self.gateway.replies[ROUTE] = lambda body: next(replies)
        page = self.author.get(PAGE + '?course=A%20b').body
        self.assertIn('bob@demo.test', page)
        self.assertIn('course=A+b', self.gateway.requests[-1][1])
        self.assertIn('cursor=abc', self.gateway.requests[-1][1])
        self.assertIn('grades?course=A+b&amp;format=csv', page)

    def test_more_learners_and_tickets_than_a_statement_takes(self):
        self.addCleanup(setattr, account, 'MAX_VALUES', account.MAX_VALUES)
        account.MAX_VALUES = 2
        tickets = [self.ticket('Question %d' % n) for n in range(5)]
        for n in range(5):
            account.Accounts(self.env).bind(
                'sub-%d' % n, 'l%d@demo.test' % n, 'Learner %d' % n, (), 1)
        self.serve(*[self.entry('sub-%d' % n, ticket)
                     for n, ticket in enumerate(tickets)])
        page = self.author.get(PAGE).body
        for n, ticket in enumerate(tickets):
            self.assertIn('#%d Question %d' % (ticket, n), page)
            self.assertIn('l%d@demo.test' % n, page)

    def test_file_has_no_formula(self):
        for learner, name in (('sub-ada', u'=HYPERLINK("x")'),
                              ('sub-bob', u'B\xf6b')):
            self.env.db_transaction("UPDATE learning_account SET name=%s "
                                    "WHERE sub=%s", (name, learner))
        self.env.db_transaction("UPDATE ticket SET summary='@evil' "
                                "WHERE id=%s", (self.shared,))
        self.serve(self.entry(), self.entry('sub-bob', score=None))
        late = '#%d' % self.shared
        self.addCleanup(setattr, gradebook, 'late_attempts',
                        gradebook.late_attempts)
        gradebook.late_attempts = lambda env: {(self.shared, 'sub-ada', 1)}
        self.assertRegexpMatches(self.author.get(PAGE).body,
                                 r'>67</a>\s+late\s+</td>')
        head, formula, other = self.rows()
        self.assertEqual(['Learner', 'E-mail', '#%d @evil' % self.shared,
                          'After the due date'], head)
        self.assertEqual(['\'=HYPERLINK("x")', 'ada@demo.test', '66.7',
                          late], formula)
        self.assertEqual(['B\xc3\xb6b', 'bob@demo.test', '', ''], other)

    def test_book_that_is_cut_off_says_so_in_its_file_too(self):
        self.addCleanup(setattr, gradebook, 'MAX_PAGES', gradebook.MAX_PAGES)
        gradebook.MAX_PAGES = 1
        self.serve(self.entry(), next_cursor='abc')
        self.assertIn('choose a course', self.rows()[-1][0])
        self.serve(self.entry())
        self.assertNotIn('choose a course', self.rows()[-1][0])

    def test_gradebook_is_authors_alone(self):
        self.serve(self.entry())
        for browser in (self.learner, self.browse('operator')):
            for path in (PAGE, PAGE + '?format=csv', PAGE + '/' + GRADE):
                self.assertEqual(403, browser.get(path).status)

    def test_service_that_is_away_is_said_in_words(self):
        self.gateway.replies[ROUTE] = 503
        for path in (PAGE, PAGE + '?format=csv'):
            reply = self.author.get(path)
            self.assertIn('role="alert"', reply.body)
            self.assertIn('text/html', reply.headers['Content-Type'])


class StoryTestCase(MaterialTestCase):

    def event(self, kind, **more):
        return dict({
            'id': ident(), 'event_id': ident(), 'kind': kind, 'cause': None,
            'at': '2026-01-15T09:30:01.9+00:00', 'by': 'sub-author',
            'person': True, 'score': None, 'items': [], 'confidence': None,
            'flags': [], 'reason': '', 'feedback': '',
            'question_revision': 1, 'revision': 1, 'provenance': None,
            'reply_id': None, 'latency_ms': None}, **more)

    def serve(self, *story, **more):
        self.gateway.replies[ROUTE + '/' + GRADE] = 200, dict({
            'ticket_id': self.shared, 'course': 'Git', 'learner': 'sub-ada',
            'attempt': 1, 'answer': 'An <answer>.', 'answer_event': ident(),
            'submitted_at': '2026-01-15T09:30:00+00:00', 'counts': GRADE,
            'story': list(story)}, **more)

    def test_story_is_told_in_its_order(self):
        self.serve(
            self.event('graded', id=GRADE, cause='first', person=False,
                       by='openai/gpt-5-mini', score=0.6667, items=ITEMS,
                       flags=['negated'], feedback='Well.', provenance={
                           'provider': 'openai', 'model': 'gpt-5-mini-2025',
                           'prompt_version': '2', 'prompt_hash': 'x',
                           'input_tokens': 412, 'output_tokens': 96,
                           'cost_usd': 0.000295}, latency_ms=1840),
            self.event('appealed', reason='In my <second>.', by='sub-ada'),
            self.event('overridden', score=1.0, reason='It is.'))
        page = self.author.get(PAGE + '/' + GRADE).body
        for said in ('An &lt;answer&gt;.', 'openai/gpt-5-mini-2025',
                     '$0.000295', '1840 ms', 'seems to deny', '67&nbsp;%',
                     'In my &lt;second&gt;.', 'set by a person', '>counts<',
                     'It is.', '412 + 96 tokens', 'name="override"',
                     '#%d A shared question</a>' % self.shared, 'answer 1, ',
                     '/learning/desk/%d">Decide on' % self.shared):
            self.assertIn(said, page)
        self.assertLess(page.index('>Technical<'), page.index('412 + 96'))
        self.assertLess(page.index('In my'), page.index('It is.'))

    def test_what_does_not_stand_is_not_offered_again(self):
        undone, refused = self.event('overridden'), self.event(
            'overridden', refused=True)
        story = [self.event('overridden'), undone, refused, self.event(
            'withdrawn', override=undone['event_id'])]
        mark_undone(story)
        self.assertEqual([True, False, False, False],
                         [entry['open'] for entry in story])
        self.serve(*story)
        page = self.author.get(PAGE + '/' + GRADE).body
        self.assertEqual(1, page.count('name="override"'))
        self.assertIn('another author was faster', page)

    def test_hint_is_told_with_what_it_took(self):
        hint = {'id': ident(), 'kind': 'hint', 'by': 'offline/x',
                'at': '2026-01-15T09:30:01.9+00:00', 'person': False,
                'item': 'parents', 'text': 'Look <there>.',
                'deduction': 0.1, 'provenance': None}
        self.serve(hint)
        page = self.author.get(PAGE + '/' + GRADE).body
        self.assertIn('Look &lt;there&gt;.', page)
        self.assertIn('takes 10 %', page)

    def test_erased_answer_is_said(self):
        self.serve(answer=None, submitted_at=None)
        self.assertIn('was erased', self.author.get(
            PAGE + '/' + GRADE).body)

    def test_unknown_grade_is_404(self):
        self.gateway.replies[ROUTE + '/' + GRADE] = 404
        self.assertEqual(404, self.author.get(PAGE + '/' + GRADE).status)
        self.assertEqual(404, self.author.get(PAGE + '/x').status)


if __name__ == '__main__':
    unittest.main()
