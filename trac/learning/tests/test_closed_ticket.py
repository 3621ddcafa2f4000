# -*- coding: utf-8 -*-

import unittest

from trac.ticket.model import Ticket

from learning.answers.state import StateHandler
from learning.tests.question_case import AUTHOR, LEARNER
from learning.tests.test_pages import PageCase


class ClosedTestCase(PageCase):

    def move(self, ticket, status):
        moved = Ticket(self.env, ticket)
        moved['status'] = status
        moved.save_changes(AUTHOR, '')

    def test_an_answer_is_refused_with_its_text(self):
        ticket = self.ticket()
        self.move(ticket, 'closed')
        req = self.answer(ticket, u'Kept <b> w\xf6rds')
        self.assertEqual('409', req.status_sent[0][:3])
        self.assertIn(u'Kept &lt;b&gt; w\xf6rds</textarea>', self.body(req))
        self.assertIn('This question is closed', self.body(req))
        self.assertNotIn('<form class="learning-form"', self.body(req))
        self.assertEqual([], self.rows('attempt', 'attempt'))

    def test_the_panel_says_so_and_has_no_box(self):
        ticket = self.ticket()
        self.answer(ticket, 'first')
        self.move(ticket, 'closed')
        for user in (LEARNER, AUTHOR):
            page = self.ticket_page(user, ticket)
            self.assertIn('This question is closed', page)
            self.assertNotIn('/learning/answer/', page)
        self.assertIn('first', self.ticket_page(LEARNER, ticket))

    def test_attempts_are_still_told(self):
        ticket = self.ticket()
        self.answer(ticket, 'first')
        self.move(ticket, 'closed')
        req = self.handle(StateHandler(self.env), self.request(
            LEARNER, '/learning/state/%d' % ticket))
        self.assertEqual('200', req.status_sent[0][:3])

    def test_reopened_it_takes_answers(self):
        ticket = self.ticket()
        self.move(ticket, 'closed')
        self.move(ticket, 'reopened')
        self.answer(ticket, 'again')
        self.assertEqual([(1,)], self.rows('attempt', 'attempt'))
        self.assertIn('learning-form', self.ticket_page(LEARNER, ticket))


if __name__ == '__main__':
    unittest.main()
