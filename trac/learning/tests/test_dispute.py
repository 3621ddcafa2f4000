# -*- coding: utf-8 -*-
"""A learner says that a generated question makes no sense."""

import json
import unittest

from trac.ticket.model import Ticket

from learning import timestamps
from learning.answers.attempt import Outcome
from learning.paths.step import read_step
from learning.paths.step_states import (DONE, LOCKED, READY, SKIPPED,
                                        states_of)
from learning.tests.path_case import OTHER_PATH, PATH, step, steps
from learning.tests.test_path_accept import ADA, AcceptTestCase

BUTTON = 'Tell authors and skip this step'


class DisputeTestCase(AcceptTestCase):

    def setUp(self):
        super(DisputeTestCase, self).setUp()
        tickets = self.accepted()
        self.first, self.second = tickets[1], tickets[2]

    def dispute(self, note='', ticket=None, browser=None):
        return (browser or self.ada).post(
            '/trac/learning/dispute/%d' % (ticket or self.first),
            {'note': note})

    def disputes(self):
        return [json.loads(data) for _ident, _learner, data
                in self.outbox('QuestionDisputed.v1')]

    def ticket_page(self, ticket=None, browser=None):
        return (browser or self.ada).get('/trac/ticket/%d'
                                         % (ticket or self.first)).body

    def test_step_is_skipped_and_unlocks_what_needed_it(self):
        self.assertEqual(['ready', 'locked', 'ready'], self.states())
        reply = self.ada.follow(self.dispute(u'  half a\n sentence '))
        self.assertIn('this step is skipped', reply.body)
        self.assertEqual(['skipped', 'ready', 'ready'], self.states())
        page = self.ada.get('/trac/learning/path/' + PATH).body
        self.assertIn('0 of 2 steps are done. 1 is skipped.', page)
        self.assertIn(u'\u21b7</span> skipped', page)
        self.assertEqual([{'ticket': self.first, 'note': 'half a sentence'}],
                         self.disputes())
        self.assertNotIn('learning-lock', self.ticket_page(self.second))

    def test_panel_offers_it_and_then_says_that_it_is_skipped(self):
        page = self.ticket_page()
        self.assertIn(BUTTON, page)
        self.assertIn('maxlength="500"', page)
        self.dispute()
        page = self.ticket_page()
        self.assertNotIn(BUTTON, page)
        self.assertIn('<strong>Skipped:</strong>', page)
        self.assertIn('name="answer"', page)
        self.assertIn('learning-passage" open="open"', page)

    def test_saying_it_twice_is_saying_it_once(self):
        for _ in range(2):
            self.dispute('odd')
        self.assertEqual(1, len(self.disputes()))

    def test_answer_takes_the_step_up_again(self):
        self.dispute()
        self.answer(self.first, 1, 'queued')
        self.db_submitted(self.first)
        self.assertEqual(['answered', 'locked', 'ready'], self.states())
        self.assertIn(BUTTON, self.ticket_page())
        self.dispute('still')
        self.assertEqual('skipped', self.states()[0])
        self.assertEqual(2, len(self.disputes()))

    def db_submitted(self, ticket):
        self.env.db_transaction(
            "UPDATE learning_attempt SET submitted=%s WHERE ticket=%s",
            (timestamps.now() + 1, ticket))

    def test_dispute_of_a_done_step_leaves_it_done(self):
        self.answer(self.first, 1, 'graded', 0.9)
        self.dispute()
        self.assertEqual(['done', 'ready', 'ready'], self.states())

    def test_note_that_is_too_long_is_refused(self):
        reply = self.ada.follow(self.dispute('x' * 501))
        self.assertIn('500 is the most', reply.body)
        self.assertEqual([], self.disputes())

    def test_questions_of_authors_and_of_others_cannot_be_skipped(self):
        self.env.db_transaction("UPDATE learning_question SET reference='R' "
                                "WHERE ticket=%s", (self.second,))
        self.assertNotIn(BUTTON, self.ticket_page(self.second))
        for ticket, browser in ((self.second, self.ada),
                                (self.first, self.bob)):
            self.dispute('', ticket, browser)
        self.assertEqual([], self.disputes())
        self.assertEqual(['ready', 'locked', 'ready'], self.states())

    def test_dispute_on_a_closed_ticket_is_refused(self):
        ticket = Ticket(self.env, self.first)
        ticket['status'] = 'closed'
        ticket.save_changes('x', '')
        self.dispute()
        self.assertEqual([], self.disputes())

    def test_next_path_asks_another_question_on_another_ticket(self):
        self.dispute()
        self.tell(ADA, path=OTHER_PATH, steps=steps(OTHER_PATH)[:2])
        self.accept(OTHER_PATH)
        tickets = self.tickets(OTHER_PATH)
        self.assertNotEqual(self.first, tickets[1])
        self.assertEqual(self.second, tickets[2])

    def test_deleted_ticket_takes_it_along(self):
        self.dispute()
        Ticket(self.env, self.first).delete()
        self.assertEqual(0, self.count('learning_dispute'))


class StatesTestCase(unittest.TestCase):

    def test_chain_behind_a_skipped_step_is_open(self):
        taken = [read_step(step(1, 'a')), read_step(step(2, 'b', (1,))),
                 read_step(step(3, 'c', (1, 2)))]
        tickets = {one.step: one.n for one in taken}
        skipped = Outcome('disputed', None)
        self.assertEqual({1: SKIPPED, 2: READY, 3: LOCKED},
                         states_of(taken, tickets, {1: skipped}))
        self.assertEqual(
            {1: SKIPPED, 2: SKIPPED, 3: READY},
            states_of(taken, tickets, {1: skipped, 2: skipped}))
        self.assertEqual({1: DONE, 2: READY, 3: LOCKED}, states_of(
            taken, tickets, {1: Outcome('disputed', 0.9)}))


if __name__ == '__main__':
    unittest.main()
