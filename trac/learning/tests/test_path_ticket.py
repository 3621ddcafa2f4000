# -*- coding: utf-8 -*-
"""A step's ticket teaches before it asks, and macros show it on the wiki."""

import re
import unittest

from trac.test import MockRequest
from trac.web.chrome import web_context
from trac.wiki.formatter import format_to_html
from trac.wiki.macros import MacroListMacro  # noqa: F401

from learning.paths.acceptance import Acceptance
from learning.paths.lesson import words_of
from learning.tests.path_case import OTHER_PATH, PASSAGE, PATH, step, steps
from learning.tests.test_path_accept import USER, AcceptTestCase
from learning.tests.test_paths import ADA, PAGE
from learning.users.account import Accounts


class LessonTestCase(AcceptTestCase):

    def setUp(self):
        super(LessonTestCase, self).setUp()
        self.numbers = self.accepted()

    def page(self, n, browser=None):
        return (browser or self.ada).get('/trac/ticket/%d' % self.numbers[n])

    def test_passage_stands_before_the_question_and_is_text(self):
        body = self.page(1).body
        self.assertIn('together or not at all.</p><p>It ends with '
                      '&lt;commit&gt;.</p></div>', body)
        self.assertLess(body.index('learning-passage-text'),
                        body.index('class="learning-question"'))
        for words in ('Isolation levels', 'Transactions</span>', 'page 1',
                      'What is transaction?', 'Send answer'):
            self.assertIn(words, body)
        self.assertIn('href="/trac/wiki/Course/Transactions"',
                      self.page(2).body)

    def test_passage_folds_once_an_answer_is_there(self):
        self.assertIn('<details class="learning-passage" open="open">',
                      self.page(1).body)
        self.answer(self.numbers[1], 1, 'queued')
        self.assertIn('<details class="learning-passage">', self.page(1).body)

    def test_place_in_the_path_is_said(self):
        body = self.page(2).body
        self.assertIn('Step 2 of 3 of <a dir="auto" href="%s">How isolation '
                      'levels work</a>' % (PAGE + PATH), body)

    def test_locked_step_says_what_comes_first_and_can_be_read(self):
        first = '/trac/ticket/%d#learning' % self.numbers[1]
        body = self.page(2).body
        self.assertIn('Better first:</strong>', body)
        self.assertIn('<a href="%s" dir="auto">Transaction</a>' % first, body)
        self.assertIn('Send answer', body)
        self.assertNotIn('Better first', self.page(1).body)
        self.answer(self.numbers[1], 1, 'graded', 0.9)
        self.assertNotIn('Better first', self.page(2).body)

    def test_grade_says_which_steps_that_answer_unlocked(self):
        link = ('Unlocked:</strong>\n  <a href="/trac/ticket/%d#learning" '
                'dir="auto">Isolation</a>' % self.numbers[2])
        for n, score, is_said in ((1, 0.79, False), (3, 0.9, False),
                                  (1, 0.8, True)):
            attempt = 2 if score == 0.8 else 1
            self.answer(self.numbers[n], attempt, 'graded', score)
            self.assertEqual(is_said, link in self.page(n).body, (n, score))
        self.assertEqual(1, self.page(1).body.count('Unlocked:'))
        self.answer(self.numbers[1], 3, 'graded', 1.0)
        self.assertNotIn('Unlocked:', self.page(1).body)

    def test_step_that_waits_for_more_or_has_an_answer_is_not_unlocked(self):
        self.tell(ADA, path=OTHER_PATH, steps=[
            step(1, 'lock', path=OTHER_PATH), step(2, 'row', path=OTHER_PATH),
            step(3, 'deadlock', (1, 2), OTHER_PATH)])
        account = Accounts(self.env).of_user(USER)
        Acceptance(self.env).accept(OTHER_PATH, account, [
            step(1, one, path=OTHER_PATH)['step']
            for one in ('lock', 'row', 'deadlock')])
        lock = self.numbers[3]
        self.numbers = self.tickets(OTHER_PATH)
        self.assertEqual(lock, self.numbers[1])
        self.answer(lock, 1, 'graded', 1.0)
        self.assertNotIn('Unlocked:', self.page(1).body)
        self.answer(self.numbers[2], 1, 'graded', 1.0)
        self.assertIn('>Deadlock</a>', self.page(2).body)
        self.assertIn('Unlocked:', self.page(2).body)
        self.answer(self.numbers[3], 1, 'graded', 0.2)
        self.assertNotIn('Unlocked:', self.page(2).body)

    def test_ticket_of_two_paths_says_both(self):
        self.tell(ADA, path=OTHER_PATH, title='Locks alone', steps=[
            step(1, 'lock', path=OTHER_PATH)])
        self.accept(OTHER_PATH)
        body = self.page(3).body
        self.assertIn('Step 1 of 1 of', body)
        self.assertIn('Step 3 of 3 of', body)
        self.assertEqual(1, body.count('learning-passage-text'))

    def test_staff_read_the_passage_and_other_learners_nothing(self):
        self.assertIn('learning-passage-text',
                      self.page(1, self.browse('author')).body)
        self.assertIn(self.page(1, self.bob).status, (403, 404))

    def test_other_tickets_have_no_passage(self):
        for number in (self.shared, self.own):
            self.assertNotIn('learning-lesson', self.ada.get(
                '/trac/ticket/%d' % number).body)

    def send(self, text):
        return self.ada.post('/trac/learning/answer/%d' % self.numbers[1],
                             {'answer': text.encode('utf-8')})

    def test_passage_word_for_word_is_refused_and_kept(self):
        for copied in (PASSAGE, PASSAGE.upper().replace(u'.', u' !\n')):
            reply = self.send(copied)
            self.assertEqual(400, reply.status)
            self.assertIn('This is the passage word for word.', reply.body)
            self.assertIn('at all' if copied == PASSAGE else 'AT ALL',
                          reply.body)
        self.assertEqual([], self.env.db_query("SELECT ticket FROM "
                                               "learning_attempt"))
        self.assertEqual(303, self.send(u'All of it or nothing.').status)

    def test_words_are_compared_without_signs_and_case(self):
        self.assertEqual([u'stra\xdfe', u'1', u'b'],
                         words_of(u'Stra\xdfe, 1: (B)!'))


class MacroTestCase(AcceptTestCase):

    def test_macro_without_arguments_is_the_form(self):
        body = self.render('[[LearningPath]]')
        self.assertIn('action="/trac/learning/paths/new"', body)
        self.assertIn('name="goal"', body)
        self.assertIn('name="__FORM_TOKEN" value="%s"'
                      % self.ada.jar['trac_form_token'][0], body)
        self.assertIn('css/learning.css', body)
        twice = self.render('[[LearningPath]] [[LearningPath]]')
        for ident in self.said_ids(twice):
            self.assertEqual(1, twice.count(' id="%s"' % ident))

    def test_styles_of_macros_come_with_the_pages_head(self):
        for macro in ('LearningPath', 'LearningProgress(limit=2)',
                      'KnowledgeGraph'):
            head = self.render('[[%s]]' % macro).partition('</head>')[0]
            self.assertIn('learning/css/pages.css', head)
        head = self.render('Learning paths.').partition('</head>')[0]
        self.assertNotIn('learning/css/pages.css', head)

    def said_ids(self, body):
        found = re.findall(r' id="((?:goal|minutes|difficulty)-[^"]+)"', body)
        self.assertEqual(8, len(found))
        return found

    def test_macro_with_an_id_is_the_path(self):
        self.accepted()
        body = self.render('[[LearningPath(%s)]]' % PATH)
        for words in ('How isolation levels work', 'Transaction', 'locked'):
            self.assertIn(words, body)
        self.assertNotIn('name="goal"', body)

    def test_path_of_another_learner_is_none(self):
        self.tell(ADA)
        for macro in ('LearningPath(%s)' % PATH, 'LearningPath(x)'):
            body = self.render('[[%s]]' % macro, self.bob)
            self.assertIn('no such learning path of yours', body)
            self.assertNotIn('isolation levels', body)
        self.assertNotIn('isolation levels', self.render(
            '[[LearningProgress(%s)]]' % PATH, self.bob))

    def test_progress_macro_counts_all_paths_one_or_some(self):
        tickets = self.accepted()
        self.tell(ADA, path=OTHER_PATH, title='Another', steps=steps(
            OTHER_PATH)[:2], requested_at='2026-02-01T00:00:00+00:00')
        self.accept(OTHER_PATH)
        self.answer(tickets[1], 1, 'graded', 0.9)
        body = self.render('[[LearningProgress]]')
        self.assertIn('1 of 3 steps are done.', body)
        self.assertIn('1 of 2 steps are done.', body)
        self.assertIn('<progress value="1" max="3"', body)
        body = self.render('[[LearningProgress(%s)]]' % PATH)
        self.assertNotIn('Another', body)
        body = self.render('[[LearningProgress(limit=1)]]')
        self.assertIn('Another', body)
        self.assertNotIn('1 of 3', body)

    def test_where_nobody_is_signed_in_nothing_is_shown(self):
        self.accepted()
        context = web_context(MockRequest(self.env))
        for macro in ('LearningPath', 'LearningProgress',
                      'LearningPath(%s)' % PATH):
            said = format_to_html(self.env, context, '[[%s]]' % macro)
            self.assertIn('Sign in to see your learning paths', said)
            self.assertNotIn('form', said)

    def test_nothing_to_show_is_said(self):
        self.tell(ADA)
        for text in ('[[LearningProgress]]', '[[LearningProgress(limit=x)]]',
                     '[[LearningProgress(%s)]]' % PATH):
            self.assertIn('no accepted learning path', self.render(text))

    def test_macros_say_what_they_take(self):
        body = self.render('[[MacroList(LearningPath)]] '
                           '[[MacroList(LearningProgress)]]')
        for words in ('the form that asks for a path', 'the newest three'):
            self.assertIn(words, body)


if __name__ == '__main__':
    unittest.main()
