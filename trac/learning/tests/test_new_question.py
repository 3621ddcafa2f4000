# -*- coding: utf-8 -*-
"""A question and its ticket from one form."""

import re
import unittest
import uuid

from trac.ticket.model import Ticket

from learning.tests.draft_case import (NEW, TITLE, DraftTestCase, number_in)


class NewQuestionTestCase(DraftTestCase):

    def test_one_form_makes_ticket_and_question(self):
        reply = self.send(due_at='2030-01-31T18:00', due_zone='UTC')
        self.assertEqual(303, reply.status)
        self.assertTrue(reply.headers['Location'].endswith('#learning'))
        ticket = number_in(reply)
        self.assertEqual(
            (TITLE, 'author@demo.test', 'question', 'open'),
            tuple(Ticket(self.env, ticket)[name]
                  for name in ('summary', 'reporter', 'type', 'status')))
        question = self.released(ticket)
        self.assertEqual(('What is a zebra?', 'Databases', 1),
                         (question.question, question.course,
                          question.revision))
        self.assertEqual(1896112800000000, question.due_at)
        self.assertIn('What is a zebra?', self.bob.get(
            '/trac/ticket/%d' % ticket).body)

    def test_form_that_is_sent_twice_makes_one_ticket(self):
        for more in ({}, {'draft': '1'}):
            before, form = self.tickets(), str(uuid.uuid4())
            first, second = (self.send(form=form, **more) for _ in range(2))
            self.assertEqual((303, 303), (first.status, second.status))
            self.assertEqual(first.headers['Location'],
                             second.headers['Location'])
            self.assertEqual(before + 1, self.tickets())
            self.assertEqual('draft' not in more,
                             bool(self.published(number_in(first))))

    def test_changed_text_in_a_form_that_was_sent_is_not_lost(self):
        form = str(uuid.uuid4())
        first = number_in(self.send(form=form))
        reply = self.send(form=form, question='Something else?')
        self.assertEqual(400, reply.status)
        self.assertIn('made ticket #%d already' % first, reply.body)
        self.assertIn('Something else?</textarea>', reply.body)
        again, = re.findall(r'name="form" value="([^"]+)"', reply.body)
        self.assertEqual(303, self.send(form=again,
                                        question='Something else?').status)

    def test_question_for_one_learner_is_that_learners_ticket(self):
        ticket = number_in(self.send(learner='ada@demo.test'))
        self.assertEqual('ada@demo.test', Ticket(self.env, ticket)['owner'])
        self.assertEqual(403, self.bob.get('/trac/ticket/%d' % ticket).status)

    def test_what_will_not_do_makes_no_ticket(self):
        before = self.tickets()
        for wrong, said in (({'summary': ' '}, 'a title'),
                            ({'summary': 'x' * 201}, '200 is the most'),
                            ({'question': ''}, 'write the question'),
                            ({'draft': '1', 'summary': ''}, 'a title')):
            reply = self.send(**wrong)
            self.assertEqual(400, reply.status)
            self.assertIn(said, reply.body)
            self.assertIn('black and white stripes', reply.body)
        self.assertEqual(before, self.tickets())

    def test_course_of_the_link_is_filled_in(self):
        self.assertIn('name="course" value="Databases"', self.author.get(
            NEW + '?course=Databases').body)

    def test_learner_gets_no_form_and_makes_nothing(self):
        before = self.tickets()
        self.assertEqual(403, self.bob.get(NEW).status)
        self.assertEqual(403, self.send(browser=self.bob).status)
        self.assertEqual(403, self.bob.post(
            '/trac/learning/question/preview', self.form()).status)
        self.assertEqual(403, self.bob.get(
            '/trac/learning/questions/drafts').status)
        self.assertEqual(before, self.tickets())

    def test_authors_find_the_button(self):
        self.assertIn('/learning/question/new"',
                      self.author.get('/trac/learning').body)
        self.assertNotIn('/learning/question/new"',
                         self.bob.get('/trac/learning').body)

    def test_title_of_a_released_question_is_changed_with_it(self):
        ticket = number_in(self.send())
        self.assertEqual(303, self.send(
            self.address(ticket), revision='1', summary='Stripes').status)
        self.assertEqual('Stripes', Ticket(self.env, ticket)['summary'])
        self.assertEqual([(TITLE, 'Stripes')], self.env.db_query(
            "SELECT oldvalue, newvalue FROM ticket_change WHERE ticket=%s "
            "AND field='summary'", (ticket,)))


if __name__ == '__main__':
    unittest.main()
