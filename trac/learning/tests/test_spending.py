# -*- coding: utf-8 -*-
"""What language models cost, and the switch that stops them."""

import unittest

from learning.tests.material_case import MaterialTestCase

PAGE = '/trac/learning/spending'
SPENDING, CALLS = '/api/v1/spending', '/api/v1/llm/calls'


class SpendingTestCase(MaterialTestCase):

    def setUp(self):
        super(SpendingTestCase, self).setUp()
        self.operator = self.browse('operator')
        self.operator.take_form_token()
        self.serve()

    def serve(self, **more):
        self.gateway.replies[SPENDING] = 200, {'spending': [
            {'day': '2026-01-15', 'course': 'Git <1>', 'grades': 120,
             'input_tokens': 49440, 'output_tokens': 11520,
             'cost_usd': 0.0354, 'unpriced': 7}]}
        self.gateway.replies[CALLS] = 200, dict({
            'allowed': True, 'said_by': None, 'said_at': None, 'reason': '',
            'models': ['openai/gpt-5-mini'], 'daily_limit_usd': None,
            'reserved_usd': 0.01, 'spent_usd': 0.0354, 'courses': [
                {'course': 'Git <1>', 'daily_limit_usd': 2.5,
                 'reserved_usd': 0.01, 'spent_usd': 0.0354}]}, **more)

    def switch(self, allowed, browser=None, **more):
        return (browser or self.operator).post(PAGE, dict(
            {'allowed': allowed, 'reason': 'They asked.'}, **more))

    def test_authors_and_operators_see_what_was_spent(self):
        for browser in (self.author, self.operator):
            page = browser.get(PAGE).body
            for said in ('Git &lt;1&gt;', '49440', '0.0354', '2.50', '0.0100',
                         'openai/gpt-5-mini', 'may be asked', '>7<'):
                self.assertIn(said, page)
            self.assertIn('href="/trac/learning/spending"',
                          browser.get(PAGE).body)
            self.assertIn('>%s</a>' % (
                'Grades' if browser is self.author else 'Spending'),
                browser.get('/trac/learning').body)
        self.assertEqual(403, self.learner.get(PAGE).status)

    def test_operator_stops_all_calls(self):
        page = self.operator.follow(self.switch('0')).body
        self.assertIn('No language model is asked', page)
        self.assertEqual(
            ['{"reason": "They asked.", "allowed": false}'],
            [body for method, path, _headers, body in self.gateway.requests
             if method == 'PUT'])

    def test_stopped_calls_are_said_with_who_and_why(self):
        self.serve(allowed=False, said_by='sub-operator', reason='They <ask>',
                   said_at='2026-01-15T09:30:00+00:00')
        page = self.operator.get(PAGE).body
        for said in ('All calls are stopped.', 'operator@demo.test',
                     'They &lt;ask&gt;', 'Let calls go on'):
            self.assertIn(said, page)
        self.serve(allowed=False, said_at='2026-01-15T09:30:00+00:00')
        self.assertIn('at the command line', self.operator.get(PAGE).body)
        self.assertIn('may be asked again', self.operator.follow(
            self.switch('1')).body)

    def test_where_no_model_is_set_up_that_is_said_and_nothing_more(self):
        for allowed, other in ((True, False), (False, True)):
            self.serve(models=[], allowed=allowed)
            page = self.operator.get(PAGE).body
            self.assertIn('No language model is set up', page)
            self.assertNotIn('may be asked', page)
            self.assertEqual(other, 'All calls are stopped.' in page)

    def test_switch_is_operators_alone(self):
        self.assertNotIn('Stop all calls', self.author.get(PAGE).body)
        for browser in (self.author, self.learner):
            browser.get('/trac/learning')
            self.assertEqual(403, self.switch('0', browser).status)
        self.assertNotIn('PUT', [one[0] for one in self.gateway.requests])

    def test_reason_that_is_too_long_is_refused(self):
        self.assertIn('is the most', self.operator.follow(self.switch(
            '0', reason='x' * 501)).body)

    def test_one_service_that_is_away_hides_not_the_other(self):
        self.gateway.replies[CALLS] = 503
        page = self.author.get(PAGE).body
        self.assertIn('role="alert"', page)
        self.assertIn('49440', page)
        self.serve()
        self.gateway.replies[SPENDING] = 503
        page = self.author.get(PAGE).body
        self.assertIn('role="alert"', page)
        self.assertIn('may be asked', page)


if __name__ == '__main__':
    unittest.main()
