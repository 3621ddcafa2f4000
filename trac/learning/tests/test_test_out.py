# -*- coding: utf-8 -*-
"""A learner answers a step without reading, and leaves out what led there."""

import json
import unittest

from trac.ticket.model import Ticket

from learning.tests.path_case import OTHER_PATH, PATH, step
from learning.tests.test_path_accept import AcceptTestCase
from learning.tests.test_paths import ADA, PAGE


def chain(path=PATH, **more):
    """Rows need a table, locks need rows; nobody needs views."""
    return [step(1, 'table', path=path), step(2, 'row', (1,), path, **more),
            step(3, 'lock', (2,), path, asked_for=True),
            step(4, 'view', path=path)]


class TestOutTestCase(AcceptTestCase):

    def setUp(self):
        super(TestOutTestCase, self).setUp()
        self.numbers = self.take(chain())

    def take(self, steps, path=PATH):
        self.tell(ADA, path=path, steps=steps)
        self.ada.post(PAGE + path + '/accept', body='&'.join(
            ['__FORM_TOKEN=' + self.ada.jar['trac_form_token'][0]] +
            ['step=' + one['step'] for one in steps]))
        return self.tickets(path)

    def panel(self, n, rest='', browser=None):
        return (browser or self.ada).get('/trac/ticket/%d%s' % (
            self.numbers[n], rest)).body

    def page(self):
        return self.ada.get(PAGE + PATH).body

    def link(self, n):
        return '/trac/ticket/%d?test_out=1#learning' % self.numbers[n]


class PanelTestCase(TestOutTestCase):

    def test_open_step_offers_it_locked_or_not(self):
        for n in (1, 2):
            self.assertIn('<a href="%s">Test out</a>' % self.link(n),
                          self.panel(n))

    def test_question_stands_without_its_passage(self):
        body = self.panel(2, '?test_out=1')
        self.assertIn('You are testing out of this step.', body)
        self.assertNotIn('learning-passage', body)
        self.assertIn('What is row?', body)
        self.assertIn('Better first:</strong>', body)
        self.assertIn('<a href="/trac/ticket/%d#learning">Show the passage'
                      % self.numbers[2], body)

    def test_answer_ends_it_and_a_low_grade_shows_the_passage(self):
        for phase, score, opened in (('queued', None, False),
                                     ('graded', 0.3, True),
                                     ('graded', 0.9, False)):
            self.answer(self.numbers[1], 1, phase, score)
            body = self.panel(1, '?test_out=1')
            self.assertNotIn('testing out', body)
            self.assertNotIn('test_out=1#', body)
            self.assertIn('<details class="learning-passage"%s>' % (
                ' open="open"' if opened else ''), body)

    def test_staff_and_closed_tickets_do_not_offer_it(self):
        self.assertNotIn('test_out', self.panel(1, '',
                                                self.browse('author')))
        ticket = Ticket(self.env, self.numbers[1])
        ticket['status'] = 'closed'
        ticket.save_changes('ada@demo.test', '')
        body = self.panel(1, '?test_out=1')
        self.assertNotIn('testing out', body)
        self.assertIn('learning-passage-text', body)


class PathPageTestCase(TestOutTestCase):

    def test_steps_without_an_answer_offer_it_by_name(self):
        self.answer(self.numbers[1], 1, 'graded', 0.3)
        self.answer(self.numbers[4], 1, 'graded', 0.9)
        body = self.page()
        for n, title in ((2, 'Row'), (3, 'Lock')):
            self.assertIn('href="%s" aria-label="Test out: %s"'
                          % (self.link(n), title), body)
        self.assertEqual(2, body.count('test_out=1'))

    def test_proposal_and_other_peoples_paths_do_not_offer_it(self):
        self.assertNotIn('test_out', self.browse('author').get(
            PAGE + PATH).body)
        self.tell(ADA, path=OTHER_PATH)
        self.assertNotIn('test_out', self.ada.get(PAGE + OTHER_PATH).body)

    def test_what_only_led_to_a_done_step_is_not_needed(self):
        self.assertNotIn('You can leave out', self.page())
        self.answer(self.numbers[3], 1, 'graded', 0.9)
        self.assertEqual(['not_needed', 'not_needed', 'done', 'ready'],
                         self.states())
        body = self.page()
        self.assertIn('You can leave out Table, Row: only needed for steps '
                      'that you have done.', body)
        self.assertIn('1 of 2 steps are done.', body)
        self.assertIn(self.link(1), body)

    def test_low_grade_changes_nothing_else(self):
        self.answer(self.numbers[3], 1, 'graded', 0.7)
        self.assertEqual(['ready', 'locked', 'needs_review', 'ready'],
                         self.states())

    def test_step_with_an_answer_is_never_not_needed(self):
        self.answer(self.numbers[3], 1, 'graded', 0.9)
        for phase, score, state, table in (
                ('queued', None, 'answered', 'ready'),
                ('graded', 0.2, 'needs_review', 'ready'),
                ('graded', 0.9, 'done', 'not_needed')):
            self.answer(self.numbers[2], 1, phase, score)
            self.assertEqual([table, state, 'done', 'ready'], self.states())

    def test_path_is_over_without_what_is_not_needed(self):
        for n in (3, 4):
            self.answer(self.numbers[n], 1, 'graded', 0.9)
        answer = json.loads(self.ada.get(PAGE + PATH + '/state').body)
        self.assertFalse(answer['polls'])
        self.assertEqual('2 of 2 steps are done.', answer['done'])
        self.assertIn('You can leave out Table, Row', answer['not_needed'])

    def test_what_the_goal_asks_for_stays_needed(self):
        self.numbers = self.take(chain(OTHER_PATH, asked_for=True),
                                 OTHER_PATH)
        self.answer(self.numbers[3], 1, 'graded', 0.9)
        self.assertEqual(
            ['ready', 'locked', 'done', 'ready'],
            self.said(self.ada.get(PAGE + OTHER_PATH),
                      r'learning-step learning-step-(\w+)" tabindex'))

    def test_given_up_path_calls_it_given_up(self):
        self.answer(self.numbers[3], 1, 'graded', 0.9)
        self.ada.post(PAGE + PATH + '/give_up')
        self.assertEqual(['given_up', 'given_up', 'done', 'given_up'],
                         self.states())


class ProgressMacroTestCase(TestOutTestCase):

    def test_what_is_not_needed_counts_neither_as_open_nor_as_done(self):
        self.answer(self.numbers[3], 1, 'graded', 0.9)
        body = self.render('[[LearningProgress]]')
        self.assertIn('<progress value="1" max="2"', body)
        self.assertIn('1 of 2 steps are done.', body)

    def test_graph_calls_not_needed_what_is_so_in_all_paths(self):
        self.answer(self.numbers[3], 1, 'graded', 0.9)
        word = '</span> not needed</span>'
        self.assertEqual(2, self.render('[[KnowledgeGraph]]').count(word))
        self.take([step(1, 'table', path=OTHER_PATH)], OTHER_PATH)
        self.assertEqual(1, self.render('Again: [[KnowledgeGraph]]').count(
            word))


if __name__ == '__main__':
    unittest.main()
