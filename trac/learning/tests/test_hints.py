# -*- coding: utf-8 -*-
"""A learner asks for a hint, and why a grade's item is as it is."""

import json
import time
import unittest

from learning.answers import hint
from learning.answers.attempt import Attempts
from learning.answers.explanation_form import ExplanationHandler
from learning.answers.hint_form import HintHandler
from learning.answers.hint_view import describe_cost
from learning.answers.state import StateHandler
from learning.gateway.client import Gateway
from learning.questions.question import Questions
from learning.sync import cursor
from learning.sync.feed import Feed, parse_change
from learning.tests.question_case import (LEARNER, OTHER, SUBS,
                                          QuestionTestCase, change, grade)
from learning.users.account import Accounts

ASK, EXPLAIN = '/api/v1/llm/hint', '/api/v1/llm/explain'
EPOCH = 'e'
HINT = '5a1c9a51-7d4e-5b0c-8a43-1d7f1c0e6c01'
OF = '/api/v1/llm/hints/' + HINT
TEXT = u'Something is missing: how commits are linked. <b>'
JSON = {'HTTP_ACCEPT': 'application/json'}


def given(state='ready', ident=HINT, **more):
    """What the grader says of a hint."""
    return dict({'hint': ident, 'state': state, 'kind': 'hint',
                 'item': 'parents' if state == 'ready' else None,
                 'text': TEXT if state == 'ready' else u'', 'sources': [],
                 'deduction': 0.1}, **more)


class HintTestCase(QuestionTestCase):

    def setUp(self):
        super(HintTestCase, self).setUp()
        self.number = self.ticket()
        self.env.db_transaction(
            "UPDATE learning_question SET hint_deduction=0.1")
        self.gateway.replies[ASK] = 200, given()

    def ask(self, draft=u'A snapshot.', user=LEARNER, headers=None, **more):
        req = self.raw_request(user, '/learning/hint/%d' % self.number,
                               'POST', headers=headers,
                               args=dict({'answer': draft, 'step': '1'},
                                         **more))
        return self.handle(HintHandler(self.env), req)

    def asked(self):
        return self.gateway.bodies(ASK)

    def kept(self):
        return hint.hints_of(self.env, self.number, SUBS[LEARNER])

    def test_page_comes_again_with_hint_and_draft(self):
        req = self.ask(u'A snapshot & more.\r\nSo.')
        page = self.body(req)
        self.assertEqual(['200 Ok'], req.status_sent)
        self.assertIn('how commits are linked. &lt;b&gt;', page)
        self.assertIn('\nA snapshot &amp; more.\nSo.</textarea>', page)
        self.assertIn('Your answer is not handed in yet', page)
        self.assertIn('value="2" formaction="/trac.cgi/learning/hint/%d#'
                      % self.number, page)
        self.assertEqual([{'ticket': self.number, 'attempt': 1, 'step': 1,
                           'draft': u'A snapshot & more.\nSo.'}],
                         self.asked())
        self.assertEqual('Bearer learners-own',
                         self.gateway.requests[-1][2]['authorization'])

    def test_hint_is_made_of_its_codes(self):
        self.gateway.replies[ASK] = 200, given(remarks=[
            {'code': 'point_missing', 'item': 'parents', 'point': 2},
            {'code': 'look_for', 'words': ['earlier']}])
        page = self.body(self.ask(u'A snapshot.'))
        self.assertIn('>Something is missing: Point 2. Look for: earlier.<',
                      page)
        self.assertNotIn('how commits are linked. &lt;b&gt;', page)
        self.gateway.replies[ASK] = 200, given(
            ident='5a1c9a51-7d4e-5b0c-8a43-1d7f1c0e6c09',
            remarks=[{'code': 'new'}], text=TEXT + u' New.')
        self.assertIn('how commits are linked. &lt;b&gt; New.',
                      self.body(self.ask(u'Another.')))

    def test_learner_without_attempts_left_gets_none_and_keeps_the_draft(
            self):
        self.env.db_transaction("UPDATE learning_question "
                                "SET max_attempts=1")
        Attempts(self.env).submit(
            self.number, Accounts(self.env).of_user(LEARNER), u'One.', '')
        req = self.ask(u'A draft.')
        self.assertEqual(['409 Conflict'], req.status_sent)
        self.assertIn('\nA draft.</textarea>', self.body(req))
        self.assertIn('An author can give you another', self.body(req))
        self.assertEqual([], self.asked())

    def test_step_that_is_no_number_is_the_first(self):
        for step in (u'\xb2', u'x', u''):
            self.assertEqual(['200 Ok'], self.ask(step=step).status_sent)
            self.assertEqual(1, self.asked()[-1]['step'])

    def test_cost_and_what_is_left_are_said_before_the_click(self):
        self.assertIn(
            'A hint takes 10 of 100 points from the score of this answer and '
            'of later ones. 90 can still be reached.', self.body(self.ask()))
        self.assertEqual('A hint costs no points.', describe_cost(0, 1))
        self.assertIn('12.5 of 100', describe_cost(0.125, 1))

    def test_hint_that_was_shown_is_kept_once_and_stays_on_the_page(self):
        for _ in range(2):
            self.ask()
        kept, = self.kept()
        self.assertEqual((1, 'hint', 'parents', TEXT, 0.1),
                         (kept.attempt, kept.kind, kept.item, kept.text,
                          kept.deduction))
        panel = self.panel()
        self.assertEqual(([TEXT], 2), (panel['texts'], panel['step']))

    def test_hint_that_says_the_same_again_is_said_to(self):
        self.ask()
        self.gateway.replies[ASK] = 200, given(
            ident='5a1c9a51-7d4e-5b0c-8a43-1d7f1c0e6c02', deduction=0)
        page = self.body(self.ask(step='2'))
        self.assertIn('There is nothing more to tell', page)
        self.assertEqual(1, page.count('how commits are linked.'))
        self.assertIn('90 can still be reached', page)

    def test_hint_for_an_earlier_attempt_stays_and_its_cost_too(self):
        self.ask()
        panel = self.panel(attempt=2)
        self.assertEqual(([TEXT], 1), (panel['texts'], panel['step']))
        self.assertIn('90 can still be reached', panel['cost'])

    def panel(self, attempt=1):
        from learning.answers.hint_view import describe_hints
        return describe_hints(self.env, self.request(LEARNER, '/'),
                              Questions(self.env).get(self.number),
                              SUBS[LEARNER], attempt)

    def test_feed_adds_nothing_to_a_hint_that_was_shown(self):
        cursor.start_epoch(self.env, EPOCH)
        self.ask()
        told = change(1, 'hint', self.number, 1, learner=SUBS[LEARNER])
        told['hint'] = given()
        Feed(self.env).apply(parse_change(told), EPOCH)
        self.assertEqual(1, len(self.kept()))

    def test_script_gets_the_hint_alone(self):
        reply = json.loads(self.body(self.ask(headers=JSON)))
        self.assertEqual(('ready', TEXT), (reply['state'], reply['text']))
        self.assertIn('&lt;b&gt;', reply['html'])
        self.assertNotIn('<html', reply['html'])
        self.assertIn('Another hint', reply['html'])

    def test_hint_that_is_being_written_is_asked_for_by_its_id(self):
        self.gateway.replies[ASK] = 202, given('waiting')
        page = self.body(self.ask())
        self.assertIn('Your hint is being written.', page)
        self.assertIn('name="hint" value="%s"' % HINT, page)
        self.assertIn('>Look again</button>', page)
        self.assertEqual([], self.kept())
        self.gateway.replies[OF] = 200, given()
        self.assertIn('how commits', self.body(self.ask(hint=HINT)))
        self.assertEqual(1, len(self.asked()))
        self.assertEqual('GET', self.gateway.requests[-1][0])

    def test_no_page_waits_longer_than_it_may(self):
        Gateway(self.env).config.set('learning', 'publish_timeout', '0.2')
        self.gateway.replies[ASK] = lambda body: time.sleep(1) or (
            200, given())
        began = time.time()
        self.ask(headers=JSON)
        self.assertLess(time.time() - began, 0.9)
        page = self.body(self.ask())
        self.assertIn('Your hint is being written.', page)
        self.assertIn('name="hint" value=""', page)

    def test_hint_that_failed_is_said(self):
        self.gateway.replies[ASK] = 200, given('failed')
        self.assertIn('could not be written', self.body(self.ask()))
        self.assertEqual([], self.kept())

    def test_refusals_are_said_and_the_text_is_kept(self):
        for status, said, shown in (
                (429, 'Ask again in 7 s.', 'Ask again in 7 s.'),
                (503, 'Away.', 'The service cannot be reached just now'),
                (401, 'expired', 'Your sign-in is over'),
                (403, 'Not yours.', 'Not yours.')):
            self.gateway.replies[ASK] = status, {'message': said}
            req = self.ask(u'my words')
            page = self.body(req)
            self.assertIn(shown, page)
            self.assertIn('my words</textarea>', page)
            self.assertIn('>Hint</button>', page)
            self.assertNotEqual(['200 Ok'], req.status_sent)
            reply = json.loads(self.body(self.ask(headers=JSON)))
            self.assertIn(shown, reply['message'])

    def test_who_may_not_answer_gets_none(self):
        self.env.db_transaction("UPDATE learning_question SET learner=%s",
                                (SUBS[LEARNER],))
        self.assertEqual(['404 Not Found'],
                         self.ask(user=OTHER).status_sent)
        self.assertEqual([], self.asked())

    def test_draft_that_is_too_long_is_refused(self):
        req = self.ask(u'x' * 20001)
        self.assertEqual(['400 Bad Request'], req.status_sent)
        self.assertEqual([], self.asked())

    def test_step_is_one_of_three(self):
        for sent in ('0', '9', 'x'):
            self.ask(step=sent)
        self.assertEqual([1, 3, 1], [body['step'] for body in self.asked()])


class ExplanationTestCase(QuestionTestCase):

    def setUp(self):
        super(ExplanationTestCase, self).setUp()
        self.number = self.ticket()
        cursor.start_epoch(self.env, EPOCH)
        self.answer(self.number, u'a snapshot')
        told = change(1, 'graded', self.number, 1, learner=SUBS[LEARNER],
                      grade=grade('3f0c9a51-7d4e-5b0c-8a43-1d7f1c0e6a02'))
        Feed(self.env).apply(parse_change(told), EPOCH)
        self.gateway.replies[EXPLAIN] = 200, self.explained()

    def explained(self, state='ready'):
        return given(state, kind='explanation', item='snapshot',
                     deduction=0)

    def explain(self, item='snapshot', headers=None, **more):
        req = self.raw_request(
            LEARNER, '/learning/explain/%d' % self.number, 'POST',
            headers=headers, args=dict({'item': item, 'attempt': '1'},
                                       **more))
        return self.handle(ExplanationHandler(self.env), req)

    def attempts(self):
        req = self.request(LEARNER, '/learning/state/%d' % self.number)
        return json.loads(self.body(
            self.handle(StateHandler(self.env), req)))['html']

    def test_each_item_of_a_grade_can_be_explained_in_place(self):
        self.assertEqual(2, self.attempts().count('>Explain</button>'))
        req = self.explain()
        self.assertEqual(['303 See Other'], req.status_sent)
        self.assertEqual([{'ticket': self.number, 'attempt': 1,
                           'item': 'snapshot'}],
                         self.gateway.bodies(EXPLAIN))
        page = self.attempts()
        self.assertEqual(1, page.count('>Explain</button>'))
        self.assertIn('how commits are linked. &lt;b&gt;', page)

    def test_script_gets_the_explanation_alone(self):
        reply = json.loads(self.body(self.explain(headers=JSON)))
        self.assertEqual('ready', reply['state'])
        self.assertIn('how commits are linked. &lt;b&gt;', reply['html'])

    def test_explanation_that_is_being_written_is_asked_for_again(self):
        self.gateway.replies[EXPLAIN] = 202, self.explained('waiting')
        reply = json.loads(self.body(self.explain(headers=JSON)))
        self.assertEqual('waiting', reply['state'])
        self.assertIn('name="hint" value="%s"' % HINT, reply['html'])
        self.gateway.replies[OF] = 200, self.explained()
        reply = json.loads(self.body(self.explain(hint=HINT, headers=JSON)))
        self.assertEqual('ready', reply['state'])

    def test_point_that_there_is_not_is_not_asked_about(self):
        reply = json.loads(self.body(self.explain('other', headers=JSON)))
        self.assertIn('no such point', reply['message'])
        self.assertEqual(['303 See Other'],
                         self.explain('other').status_sent)
        self.assertEqual([], self.gateway.bodies(EXPLAIN))

    def test_explanations_cost_nothing_of_the_next_hint(self):
        self.explain()
        kept, = hint.hints_of(self.env, self.number, SUBS[LEARNER])
        self.assertEqual((hint.EXPLANATION, 0), (kept.kind, kept.deduction))


if __name__ == '__main__':
    unittest.main()
