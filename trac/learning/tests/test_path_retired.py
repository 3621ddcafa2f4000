# -*- coding: utf-8 -*-
"""Steps of which the passage left the material."""

import re
import unittest

from learning.paths.step import StepTickets
from learning.tests.path_case import OTHER_PATH, PATH, PASSAGE, retired, steps
from learning.tests.test_knowledge_graph import GraphTestCase
from learning.tests.test_path_accept import AcceptTestCase
from learning.tests.test_paths import ADA, PAGE

WORD = 'no longer in the material'


class ProposedTestCase(AcceptTestCase):

    def propose(self, *places):
        self.tell(ADA, steps=retired(*places))
        return self.ada.get(PAGE + PATH).body

    def test_retired_step_is_shown_and_not_offered(self):
        body = self.propose(1)
        self.assertEqual(['retired', 'proposed', 'proposed'], self.states())
        self.assertEqual(2, body.count('name="step"'))
        self.assertNotIn('keep-' + retired()[0]['step'], body)
        self.assertIn(WORD, body)
        self.assertIn('So it cannot be accepted.', body)
        self.assertIn('15 minutes', body)

    def test_map_says_it_in_words_and_by_another_shape(self):
        svg = re.search(r'<svg.*?</svg>', self.propose(1).replace(
            '&#45;', '-'), re.S).group()
        self.assertIn('learning-step-retired', svg)
        self.assertIn(WORD, svg)
        node = svg[svg.index('learning-step-retired'):]
        self.assertIn('<polyline', node[:node.index('</g>\n</g>')])

    def test_server_refuses_it_and_makes_no_ticket(self):
        self.propose(1)
        page = self.accept(keep=(1, 2)).body
        self.assertIn('The material changed meanwhile: Transaction left it.',
                      page)
        self.assertEqual(({}, 'proposed'), (self.tickets(), self.path().state))

    def test_others_are_accepted_and_locked_by_nothing(self):
        self.propose(1)
        self.accept(keep=(2, 3))
        self.assertEqual([1, 2], sorted(self.tickets()))
        self.assertEqual(['ready', 'ready'], self.states())

    def test_where_none_is_left_it_says_to_ask_again(self):
        body = self.propose(1, 2, 3)
        self.assertNotIn('Accept this path', body)
        self.assertIn('None of its steps is in the material any more.', body)
        self.assertIn('id="learning-ask-again"', body)
        self.accept(keep=(1, 2, 3))
        page = self.ada.get(PAGE + PATH).body
        self.assertIn('Please ask for the path again.', page)
        self.assertEqual({}, self.tickets())

    def test_step_that_came_back_is_offered_again(self):
        self.propose(1)
        self.assertEqual(3, self.propose().count('name="step"'))
        self.assertNotIn(WORD, self.propose())


class AcceptedTestCase(AcceptTestCase):

    def setUp(self):
        super(AcceptedTestCase, self).setUp()
        self.numbers = self.accepted()

    def retire(self, *places):
        path = self.path()
        at = (path.changed_at - 1768469400000000) // 1000000
        self.tell(ADA, state='accepted', at=at + 1, steps=retired(*places))

    def test_it_locks_nobody_and_is_neither_done_nor_open(self):
        self.retire(1)
        self.assertEqual(['retired', 'ready', 'ready'], self.states())
        body = self.ada.get(PAGE + PATH).body
        self.assertIn('0 of 2 steps are done. 1 more step is no longer in '
                      'the material.', body)
        self.assertIn('Its ticket still has the text', body)
        for n, score in ((2, 0.9), (3, 0.9)):
            self.answer(self.numbers[n], 1, 'graded', score)
        body = self.ada.get(PAGE + PATH).body
        self.assertIn('2 of 2 steps are done.', body)
        self.assertNotIn('js/path.js', body)

    def test_what_was_mastered_stays_done(self):
        self.answer(self.numbers[1], 1, 'graded', 0.9)
        self.retire(1)
        self.assertEqual(['done', 'ready', 'ready'], self.states())
        body = self.ada.get(PAGE + PATH).body
        self.assertIn('1 of 3 steps are done.', body)
        self.assertIn('An author changed or removed', body)

    def test_answer_to_it_can_still_master_it(self):
        self.retire(1)
        self.answer(self.numbers[1], 1, 'graded', 0.3)
        self.assertEqual('retired', self.states()[0])
        self.answer(self.numbers[1], 2, 'graded', 0.9)
        self.assertEqual('done', self.states()[0])

    def test_ticket_says_so_and_keeps_text_and_question(self):
        self.retire(2)
        body = self.ada.get('/trac/ticket/%d' % self.numbers[2]).body
        self.assertIn('No longer in the material:', body)
        self.assertIn(PASSAGE[:40], body)
        self.assertIn('Send answer', body)
        self.assertNotIn('/trac/wiki/Course/Transactions', body)
        self.assertNotIn('No longer in the material', self.ada.get(
            '/trac/ticket/%d' % self.numbers[1]).body)
        self.assertEqual([(0,)], self.env.db_query(
            "SELECT COUNT(*) FROM ticket WHERE status='closed'"))

    def test_lock_names_only_what_is_in_the_material(self):
        self.retire(1)
        body = self.ada.get('/trac/ticket/%d' % self.numbers[2]).body
        self.assertNotIn('Locked', body)

    def test_path_that_is_given_up_shows_it_too(self):
        self.retire(1)
        self.ada.post(PAGE + PATH + '/give_up', {})
        self.assertEqual(['retired', 'given_up', 'given_up'], self.states())

    def test_passage_that_moved_is_the_same_step_in_another_path(self):
        moved = [dict(one, source=dict(one['source'], chunk='moved-%s' %
                                       one['concept']))
                 for one in steps(PATH)]
        at = (self.path().changed_at - 1768469400000000) // 1000000
        self.tell(ADA, state='accepted', at=at + 1, steps=moved)
        known = StepTickets(self.env).known(ADA)
        self.assertEqual(self.numbers[1],
                         known['transaction', 'moved-transaction'])
        elsewhere = [dict(one, source=dict(one['source'], chunk='moved-%s' %
                                           one['concept']))
                     for one in steps(OTHER_PATH)]
        self.assertEqual(self.numbers, self.accepted(OTHER_PATH,
                                                     steps=elsewhere))


class MacroTestCase(GraphTestCase):

    def test_macros_call_a_retired_step_retired(self):
        self.accepted()
        at = (self.path().changed_at - 1768469400000000) // 1000000
        self.tell(ADA, state='accepted', at=at + 1, steps=retired(1))
        for macro in ('[[KnowledgeGraph]]', '[[LearningPath(%s)]]' % PATH,
                      '[[LearningProgress]]'):
            self.assertIn(WORD, self.render(macro), macro)


if __name__ == '__main__':
    unittest.main()
