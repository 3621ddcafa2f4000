# -*- coding: utf-8 -*-
"""What a machine says crosses as codes and is said here in the reader's own
language: each code of the contract in English as the contract has it, and in
German.
"""

import io
import json
import os.path
import unittest

from learning.answers import remarks
from learning.answers.remarks import (TEXTS, name_point, say_remark,
                                      say_remarks, split_remarks)
from learning.errors import GatewayError
from learning.gateway.person import REFUSALS, error_message
from learning.paths.view import detail_of, warnings_of
from learning.tests.test_catalogues import catalogues
from learning.tests.question_case import LEARNER, SUBS, change, grade
from learning.tests.test_contracts import ROOT, example, python
from learning.tests.test_pages import PageCase

ENGLISH = u'Only English.'
SAID = [{'code': 'good_start'}, {'code': 'uncertain'},
        {'code': 'met', 'item': 'snapshot', 'label': 'What', 'quote': 'a'},
        {'code': 'opposite', 'item': 'parents', 'point': 2, 'quote': 'b'},
        {'code': 'missing', 'item': 'more', 'point': 3},
        {'code': 'read_again', 'titles': ['A', 'B']}]
UNKNOWN = [{'code': 'good_start'}, {'code': 'from_next_year'}]


def contract():
    """{code: {when, english, example, said}}"""
    with io.open(os.path.join(ROOT, 'contracts', 'remarks.json'),
                 encoding='utf-8') as source:
        return json.load(source)


class ContractTestCase(unittest.TestCase):

    def test_words_are_known_for_the_contract_s_codes_and_no_others(self):
        self.assertEqual(set(contract()), set(TEXTS))

    def test_english_words_are_the_contract_s(self):
        for code, told in contract().items():
            self.assertEqual(told['english'], TEXTS[code])
            self.assertEqual(told['said'], say_remark(told['example']))

    def test_each_code_has_german_words_with_the_same_parameters(self):
        catalogue = dict(catalogues())['de']
        for code in set(contract()) - {'own_words'}:
            message = catalogue.get(TEXTS[code])
            self.assertTrue(message and message.string, code)
            self.assertNotEqual(TEXTS[code], message.string)

    def test_golden_events_say_as_prose_what_they_say_as_codes(self):
        for name, said, between in (('AnswerGraded.v1', 'feedback', u'\n'),
                                    ('HintGiven.v1', 'text', u' ')):
            data = example(name, 'with-remarks')['data']
            self.assertEqual(data[said], say_remarks(
                data['remarks'], u'something else', between))

    def test_golden_paths_say_as_words_what_they_say_as_codes(self):
        path = example('PathGenerated.v1', 'with-remarks')['data']
        other = dict(path, warnings=[ENGLISH] * len(path['warnings']))
        self.assertEqual(path['warnings'], warnings_of(other))
        steps = path['steps'] + [
            example('StepProposed.v1', 'with-remarks')['data']['step']]
        for step in steps:
            self.assertEqual(step['reason'], say_remarks(
                step['remarks'], ENGLISH, u'; '))
        none = example('PathUnavailable.v1', 'with-remarks')['data']
        self.assertEqual(none['detail'],
                         detail_of(dict(none, detail=ENGLISH)))

    def test_each_code_of_a_refusal_has_german_words(self):
        codes = python('-c', (
            'import json, yaml; print(json.dumps(yaml.safe_load(open('
            '"contracts/openapi.yaml"))["components"]["schemas"]["Refused"]'
            '["properties"]["code"]["enum"]))'))
        self.assertEqual(set(codes), set(REFUSALS))
        catalogue = dict(catalogues())['de']
        for code in codes:
            self.assertTrue(catalogue[REFUSALS[code]].string, code)

    def test_refusal_is_said_by_its_code_and_one_without_by_its_words(self):
        error = GatewayError(u'')
        error.status, error.said = 404, u'Attempt 1 has no grade yet.'
        self.assertEqual(error.said, error_message(error))
        error.code = 'from_next_year'
        self.assertEqual(error.said, error_message(error))
        error.code = 'not_graded'
        self.assertEqual('This answer has no grade yet.',
                         error_message(error))


class WordsTestCase(unittest.TestCase):

    def test_words_of_a_point_stand_behind_its_name(self):
        self.assertEqual(
            u'A good start.\nThis grade is uncertain. A person is asked to '
            u'look at it, and it may change.\nWhat: yes, you wrote “a”.\n'
            u'Point 2: you wrote “b”. Look again: is it the other way '
            u'round?\nNot found yet: Point 3.\nRead again: A; B.',
            say_remarks(SAID, ENGLISH))

    def test_page_with_points_says_at_them_what_only_the_words_say(self):
        self.assertEqual((u'A good start.', {
            'parents': u'You wrote “b”. Look again: is it the other way '
                       u'round?'}), split_remarks(SAID))

    def test_without_codes_or_with_one_that_is_unknown_the_english_stays(
            self):
        for said in (None, [], UNKNOWN, ['good_start'], [{}]):
            self.assertEqual(ENGLISH, say_remarks(said, ENGLISH))

    def test_point_has_its_author_s_name_or_its_number(self):
        self.assertEqual(
            ['Links', 'Point 2', 'Point 2', 'Point 3', 'The whole answer'],
            [name_point(label, 2) for label in (
                'Links', '', 'Point 2', 'Point 3', 'The whole answer')])
        self.assertEqual(u'The whole answer', remarks.name_of({'point': 0}))


class AnswerTestCase(PageCase):

    told = 0

    def grade(self, ticket, **more):
        self.told += 1
        self.apply(change(
            self.told, 'overridden' if more.get('person') else 'graded',
            ticket, 1, learner=SUBS[LEARNER],
            grade=grade('g%d' % self.told, **more)))

    def panel_of(self, **grade):
        ticket = self.ticket(learner=SUBS[LEARNER])
        self.answer(ticket, u'mine')
        self.grade(ticket, **grade)
        return self.panel(ticket)

    def panel(self, ticket):
        page = self.ticket_page(LEARNER, ticket)
        return page[page.index('<section id="learning"'):page.index(
            '</section>')]

    def test_page_is_made_of_the_codes(self):
        panel = self.panel_of(feedback=ENGLISH, remarks=SAID)
        self.assertIn('>A good start.</p>', panel)
        self.assertIn(u'>You wrote “b”. Look again', panel)
        self.assertNotIn(ENGLISH, panel)

    def test_page_shows_the_english_words_beside_an_unknown_code(self):
        for said in (UNKNOWN, [], 'good_start', None):
            self.assertIn(ENGLISH, self.panel_of(feedback=ENGLISH,
                                                 remarks=said))

    def test_attempt_from_before_there_were_codes_keeps_its_words(self):
        ticket = self.ticket(learner=SUBS[LEARNER])
        self.answer(ticket, u'mine')
        self.grade(ticket, feedback=ENGLISH)
        self.env.db_transaction("UPDATE learning_attempt SET remarks=NULL")
        self.assertIn(ENGLISH, self.panel(ticket))

    def test_words_that_an_author_lets_stand_stay_codes(self):
        ticket = self.ticket(learner=SUBS[LEARNER])
        self.answer(ticket, u'mine')
        self.grade(ticket, feedback=ENGLISH, remarks=SAID)
        self.grade(ticket, feedback=ENGLISH, person=True)
        panel = self.panel(ticket)
        self.assertIn('set by a person', panel)
        self.assertIn('>A good start.</p>', panel)
        self.grade(ticket, feedback=u'By hand.', person=True, revision=2)
        self.assertIn('>By hand.</p>', self.panel(ticket))


if __name__ == '__main__':
    unittest.main()
