# -*- coding: utf-8 -*-
"""What an author is told before a release."""

import io
import os
import unittest

from learning.editor import checks
from learning.questions.content_words import (STOP_WORDS, containment,
                                              content_words, resemblance)
from learning.questions.question import Question
from learning.tests.draft_case import DraftTestCase, number_in

ENGLISH = os.path.join(os.path.dirname(__file__), *(
    ['..'] * 3 + ['libs', 'english', 'src', 'traclearn_english']))
POINT = {'id': '1', 'label': 'What it is', 'weight': 1,
         'criterion': u'A zebra is a striped horse'}
GOOD = Question(7, 0, u'What is a zebra?',
                u'A zebra is a horse that is striped in black and white.',
                [POINT], [{'title': u'Zebras', 'href': u'wiki/Zebra'}], '',
                '', 0, u'Animals')


class WordsTestCase(unittest.TestCase):

    def test_content_words_are_those_that_say_something(self):
        self.assertEqual(
            {u'branch', u'commit', u'entry', u'move', u'class'},
            content_words(u"What's a commit\u2019s branch? Branches, entries"
                          u" and classes don't move."))

    def test_stop_words_are_those_of_the_services(self):
        said = set()
        for name in ('function_words.txt', 'stop_words.txt'):
            with io.open(os.path.join(ENGLISH, name),
                         encoding='utf-8') as lines:
                said.update(word for line in lines
                            if not line.startswith('#')
                            for word in line.split() if "'" not in word)
        self.assertEqual(said, STOP_WORDS)

    def test_shares_go_from_nothing_to_all(self):
        self.assertEqual(0.5, containment(u'red green', u'red blue yellow'))
        self.assertEqual(0.25, resemblance(u'red green', u'red blue yellow'))
        for measure in (containment, resemblance):
            self.assertEqual(1, measure(u'a red dot', u'The red dots'))
            self.assertEqual(0, measure(u'', u''))


class ChecksTestCase(DraftTestCase):

    def found(self, dead=(), **more):
        return checks.find_problems(self.env, GOOD._replace(**more), dead)

    def said(self, **more):
        return [one.said for one in self.found(**more)]

    def test_nothing_stands_against_a_good_question(self):
        self.assertEqual([], self.found())

    def test_question_that_contains_its_answer_is_told(self):
        said, = self.said(question=u'Why is a zebra a horse that is striped '
                                   u'in black and white?')
        self.assertIn('100 % of the words of your full answer', said)

    def test_point_that_the_full_answer_does_not_make_is_told(self):
        said, = self.said(rubric=[POINT, dict(
            POINT, criterion=u'It lives in African savannas')])
        self.assertIn('does not make point 2: 0 %', said)

    def test_point_without_a_name_is_told(self):
        said, = self.said(rubric=[dict(POINT, label=u' ')])
        self.assertIn('Point 1 has no name', said)

    def test_no_source_and_a_dead_one_are_told(self):
        self.assertEqual(['No source is named.'], self.said(sources=[]))
        self.assertEqual(['The source Zebras leads nowhere.'],
                         self.said(dead=['wiki/Zebra']))

    def test_same_questions_in_the_course_are_told_with_their_tickets(self):
        other = number_in(self.send(course='Animals',
                                    question='What are zebras?'))
        same, = self.found()
        self.assertIn('1 question of this course', same.said)
        self.assertEqual((other,), same.tickets)
        self.assertIn('/ticket/%d">#%d</a>' % (other, other), self.send(
            preview='1', course='Animals', question='What is zebra?').body)
        self.assertEqual([], self.said(course=u'Plants'))
        self.assertEqual([], self.said(ticket=other))

    def test_long_question_is_told_with_the_time_it_takes(self):
        said, = self.said(question=u'zebra ' * 238)
        self.assertIn('238 words: about 60 seconds', said)

    def test_what_is_missing_keeps_it_back_and_comes_first(self):
        found = self.found(question=u'', reference=u' ', rubric=[],
                           sources=[])
        self.assertEqual([checks.ERROR] * 3 + [checks.WARNING],
                         [one.severity for one in found])

    def test_warnings_block_nothing(self):
        page = self.send(preview='1').body
        self.assertIn('No source is named', page)
        self.assertIn('You may release it as it is', page)
        self.assertEqual(303, self.send().status)


if __name__ == '__main__':
    unittest.main()
