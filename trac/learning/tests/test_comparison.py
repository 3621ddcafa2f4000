# -*- coding: utf-8 -*-

import time
import unittest

from learning.answers.comparison import (ADDED, MAX_WORDS, REMOVED, SAME,
                                         diff_words)
from learning.tests.question_case import LEARNER, SUBS
from learning.tests.test_pages import PageCase


class DifferenceTestCase(unittest.TestCase):

    def test_words_that_went_and_came_are_told_apart(self):
        self.assertEqual(
            [(SAME, u'A commit '), (REMOVED, u'is'), (ADDED, u'keeps'),
             (SAME, u' a snapshot'), (ADDED, u' of all files'),
             (SAME, u'.')],
            diff_words(u'A commit is a snapshot.',
                       u'A commit keeps a snapshot of all files.'))

    def test_parts_make_up_both_texts(self):
        for old, new in ((u'', u'a'), (u'a', u''), (u'a b c', u'c b a'),
                         (u'x\n\ny  z', u'x\ny z!'),
                         (u'\u05e9\u05dc \U0001f600', u'\u05e9 \U0001f600')):
            found = diff_words(old, new)
            self.assertEqual(old, ''.join(
                text for kind, text in found if kind != ADDED))
            self.assertEqual(new, ''.join(
                text for kind, text in found if kind != REMOVED))

    def test_long_texts_with_little_changed_are_compared(self):
        text = u'word ' * 4000
        self.assertEqual([(SAME, text), (ADDED, u'end')],
                         diff_words(text, text + u'end'))

    def test_what_would_take_long_is_not_compared(self):
        self.assertIsNone(diff_words(u'a ' * MAX_WORDS, u'b ' * MAX_WORDS))
        for old, new in ((u'a b ', u'b a '), (u'a a ', u'a b '),
                         (u'x y z ', u'z y x ')):
            began = time.time()
            diff_words(old * (MAX_WORDS // 10), u'!' + new * (
                MAX_WORDS // 10 - 1) + u'?')
            self.assertTrue(time.time() - began < 1, time.time() - began)


class HistoryTestCase(PageCase):

    def test_answer_says_what_changed_since_the_one_before(self):
        ticket = self.ticket(learner=SUBS[LEARNER])
        self.answer(ticket, u'It is a snapshot.')
        self.grade(ticket, score=.25, ident='one', items=[
            {'id': 'snapshot', 'label': u'What', 'verdict': 'partly',
             'quote': None}])
        self.assertNotIn('What changed', self.ticket_page(LEARNER, ticket))
        self.answer(ticket, u'It keeps a <b> snapshot.')
        self.grade(ticket, attempt=2, score=.75, ident='two', items=[
            {'id': 'snapshot', 'label': u'What', 'verdict': 'yes',
             'quote': None}])
        page = self.ticket_page(LEARNER, ticket)
        self.assertIn('What changed since answer 1', page)
        for said in ('It <del>is</del><ins>keeps</ins> a<ins> &lt;b&gt;'
                     '</ins> snapshot.', '25&nbsp;%', '75&nbsp;%',
                     'Partly <span aria-hidden="true">'):
            self.assertIn(said, page)
        self.assertIn('1 earlier answer<', page)


if __name__ == '__main__':
    unittest.main()
