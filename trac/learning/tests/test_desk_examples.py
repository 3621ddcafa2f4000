# -*- coding: utf-8 -*-
"""Authors' pages before the very answers that `openapi.yaml` shows."""

import unittest

from learning.tests.desk_case import DeskTestCase
from learning.tests.test_contracts import python

GRADE = '3f0c9a51-7d4e-5b0c-8a43-1d7f1c0e6a02'


def examples():
    """{path: {method: example of the answer}}"""
    return python('-c', (
        'import json, yaml; '
        'api = yaml.safe_load(open("contracts/openapi.yaml")); '
        'found = {p: {m: r["responses"]["200"]["content"]'
        '["application/json"]["example"] for m, r in route.items() '
        'if m in ("get", "post") and "example" in r["responses"]'
        '.get("200", {}).get("content", {}).get("application/json", {})} '
        'for p, route in api["paths"].items()}; '
        'print(json.dumps(found, default=str))'))


class ExamplesTestCase(DeskTestCase):

    @classmethod
    def setUpClass(cls):
        cls.told = examples()

    def setUp(self):
        super(ExamplesTestCase, self).setUp()
        for path, method in (('desk', 'get'), ('rulings', 'get'),
                             ('grades', 'get'), ('spending', 'get'),
                             ('grades/{grade_id}', 'get'),
                             ('llm/calls', 'get'), ('llm/trial', 'post')):
            path = '/api/v1/' + path
            self.gateway.replies[path.format(grade_id=GRADE)] = 200, \
                of_ticket(self.told[path][method], self.shared)

    def assert_page(self, path, *said):
        reply = self.author.get(path)
        self.assertEqual(200, reply.status)
        self.assertIn('id="footer"', reply.body)    # it was shown to its end
        for text in said:
            self.assertIn(text, reply.body)

    def test_desk_shows_the_example_of_the_contract(self):
        self.assert_page('/trac/learning/desk', 'Version control')
        self.assert_page(self.page, 'is in my second sentence', '9 of 12',
                         'two graders differ', 'name="appeal_0"')

    def test_rulings_show_the_examples_of_the_contract(self):
        self.assert_page('/trac/learning/rulings', 'Naming is linking.',
                         'followed by 3 grades')
        self.assert_page(self.page + '/ruling?item=a&words=b&verdict=yes',
                         '1 up, 0 down, 0 the same')

    def test_gradebook_and_story_show_the_examples(self):
        self.assert_page('/trac/learning/grades', '>67</a>')
        self.assert_page('/trac/learning/grades/' + GRADE,
                         'A commit records a snapshot', 'counts')

    def test_spending_shows_the_example_of_the_contract(self):
        self.assert_page('/trac/learning/spending', '0.0354', '2.50')


def of_ticket(told, ticket):
    """The example, about a ticket that is there."""
    if isinstance(told, dict):
        return {name: ticket if name == 'ticket_id' else
                of_ticket(value, ticket) for name, value in told.items()}
    if isinstance(told, list):
        return [of_ticket(one, ticket) for one in told]
    return told


if __name__ == '__main__':
    unittest.main()
