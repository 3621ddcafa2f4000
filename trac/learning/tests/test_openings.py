# -*- coding: utf-8 -*-
"""How long an answer took, from the open page to the event."""

import json
import unittest

from trac.ticket.model import Ticket

from learning import timestamps
from learning.answers.openings import MAX_SECONDS
from learning.tests.path_case import PATH
from learning.tests.test_path_accept import AcceptTestCase
from learning.tests.test_paths import ADA, PAGE

EVENT = 'AnswerSubmitted.v1'


class OpeningTestCase(AcceptTestCase):

    def setUp(self):
        super(OpeningTestCase, self).setUp()
        self.number = self.accepted()[1]
        self.address = '/trac/ticket/%d' % self.number

    def ago(self, seconds):
        self.env.db_transaction("UPDATE learning_opening SET at=%s",
                                (timestamps.now() -
                                 seconds * timestamps.SECOND,))

    def send(self, answer='All of it or nothing.'):
        self.assertEqual(303, self.ada.post(
            '/trac/learning/answer/%d' % self.number,
            {'answer': answer}).status)

    def said(self):
        return [json.loads(data).get('seconds')
                for _id, _sub, data in self.outbox(EVENT)]

    def openings(self):
        return self.env.db_query("SELECT ticket, sub FROM learning_opening")

    def test_answer_says_how_long_the_question_was_open(self):
        self.ada.get(self.address)
        self.ago(125)
        self.ada.get(self.address)      # the first time counts
        self.send()
        seconds, = self.said()
        self.assertTrue(125 <= seconds < 185, seconds)
        self.assertEqual([], self.openings())
        self.assertIn('answering took 3 minutes',
                      self.ada.get(PAGE + PATH).body)

    def test_next_answer_counts_from_the_next_opening(self):
        self.ada.get(self.address)
        self.ago(60)
        self.send()
        self.answer(self.number, score=0.2)
        self.ada.get(self.address)
        self.ago(600)
        self.send('Both or none of both.')
        self.assertEqual([1, 10], [n // 60 for n in self.said()])
        self.assertIn('answering took 11 minutes',
                      self.ada.get(PAGE + PATH).body)

    def test_who_was_away_took_nobody_knows_how_long(self):
        self.ada.get(self.address)
        self.ago(MAX_SECONDS + 60)
        self.send()
        self.assertEqual([None], self.said())
        self.assertNotIn('answering took', self.ada.get(PAGE + PATH).body)

    def test_page_that_was_never_open_says_nothing(self):
        self.send()
        self.assertEqual([None], self.said())

    def test_only_who_may_answer_opens_it(self):
        for name in ('bob', 'author'):
            self.browse(name).get(self.address)
        self.assertEqual([], self.openings())
        self.ada.get(self.address)
        self.assertEqual([(self.number, ADA)], self.openings())
        ticket = Ticket(self.env, self.number)
        ticket.delete()
        self.assertEqual([], self.openings())


if __name__ == '__main__':
    unittest.main()
