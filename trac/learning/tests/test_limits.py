# -*- coding: utf-8 -*-

import unittest
import uuid

from learning import timestamps
from learning.answers.attempt import Attempts
from learning.sync.cursor import start_epoch
from learning.sync.feed import Feed, parse_change
from learning.tests.question_case import (LEARNER, OTHER, SUBS,
                                          QuestionTestCase, change, grade)


class UngradedTestCase(QuestionTestCase):

    def test_a_second_answer_while_the_first_is_ungraded_is_kept_back(self):
        ticket = self.ticket()
        self.answer(ticket, u'first')
        req = self.answer(ticket, u'second <text>')
        self.assertEqual(['429 Unknown'], req.status_sent)
        self.assertEqual('300', req.headers_sent['Retry-After'])
        page = self.body(req)
        self.assertIn('Your answer before is still being graded.', page)
        self.assertIn('in 5 minutes at the latest', page)
        self.assertIn('second &lt;text&gt;', page)
        self.assertEqual(1, self.count(ticket))

    def test_another_text_under_the_same_id_is_a_second_answer(self):
        ticket, nonce = self.ticket(), str(uuid.uuid4())
        self.answer(ticket, u'first', event_id=nonce)
        req = self.answer(ticket, u'second', event_id=nonce)
        self.assertEqual(['429 Unknown'], req.status_sent)

    def test_once_it_is_graded_the_next_is_taken(self):
        ticket = self.ticket()
        self.answer(ticket, u'first')
        start_epoch(self.env, 'epoch')
        Feed(self.env).apply(parse_change(change(
            1, 'graded', ticket, 1, learner=SUBS[LEARNER],
            grade=grade('g-1'))), 'epoch')
        self.answer(ticket, u'second')
        self.assertEqual(2, self.count(ticket))

    def test_once_nothing_was_heard_for_long_the_next_is_taken(self):
        ticket = self.ticket()
        self.answer(ticket, u'first')
        self.unheard(ticket)
        self.answer(ticket, u'second')
        self.assertEqual(2, self.count(ticket))

    def test_others_and_other_questions_are_not_held_up(self):
        ticket, other = self.ticket(), self.ticket()
        self.answer(ticket, u'first')
        for req in (self.answer(other, u'first'),
                    self.answer(ticket, u'first', user=OTHER)):
            self.assertEqual(['303 See Other'], req.status_sent)

    def count(self, ticket):
        return len(Attempts(self.env).of(ticket, SUBS[LEARNER]))


class HourTestCase(QuestionTestCase):

    def setUp(self):
        QuestionTestCase.setUp(self)
        self.env.config.set('learning', 'answers_per_hour', 3)

    def test_the_answer_beyond_the_hours_limit_is_told_how_long_to_wait(self):
        self.answer_some(3)
        self.env.db_transaction("UPDATE learning_attempt "
                                "SET submitted=submitted - %s",
                                (40 * 60 * timestamps.SECOND,))
        req = self.answer(self.ticket(), u'one too many')
        self.assertEqual(['429 Unknown'], req.status_sent)
        self.assertIn('You have sent 3 answers within an hour, which is the '
                      'most. You can send the next one in 20 minutes.',
                      self.body(req))
        self.assertIn('one too many', self.body(req))
        self.assertEqual(3, len(self.rows('ticket', 'attempt')))

    def test_after_an_hour_there_is_room_again(self):
        self.answer_some(3)
        self.env.db_transaction("UPDATE learning_attempt SET submitted="
                                "submitted - %s WHERE ticket=1",
                                (3600 * timestamps.SECOND,))
        self.answer_some(1)
        self.assertEqual(4, len(self.rows('ticket', 'attempt')))

    def test_a_double_click_counts_once(self):
        self.answer_some(2)
        ticket, nonce = self.ticket(), str(uuid.uuid4())
        for _ in range(2):
            req = self.answer(ticket, u'same', event_id=nonce)
            self.assertEqual(['303 See Other'], req.status_sent)

    def test_answers_of_other_learners_are_not_counted(self):
        self.answer_some(3)
        self.answer_some(1, user=OTHER)

    def test_limit_of_0_is_none(self):
        self.env.config.set('learning', 'answers_per_hour', 0)
        self.answer_some(5)

    def answer_some(self, count, **more):
        for _ in range(count):
            req = self.answer(self.ticket(), u'an answer', **more)
            self.assertEqual(['303 See Other'], req.status_sent)


if __name__ == '__main__':
    unittest.main()
