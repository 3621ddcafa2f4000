# -*- coding: utf-8 -*-
"""Other right answers in the author's form: typed, kept, released, and shown
to authors alone.
"""

import unittest

from learning.questions.further_references import MAX_FURTHER
from learning.tests.draft_case import DraftTestCase, number_in
from learning.tests.test_catalogues import catalogues

OTHER = 'It is like a horse, with stripes.'


class FurtherReferencesTestCase(DraftTestCase):

    def test_form_offers_two_lines_more_than_it_has(self):
        ticket = self.draft()
        page = self.author.get(self.address(ticket)).body
        self.assertIn('name="further_1"', page)
        self.assertNotIn('name="further_2"', page)
        self.assertIn('Save as a draft for more lines (5 at most).', page)
        ticket = self.draft(further_0=OTHER)
        page = self.author.get(self.address(ticket)).body
        self.assertIn(OTHER + '</textarea>', page)
        self.assertIn('name="further_2"', page)
        self.assertNotIn('name="further_3"', page)
        self.assertIn('1 other full answer is right, too.', page)

    def test_released_question_has_each_once_and_none_that_is_the_reference(
            self):
        reference = self.form()['reference']
        ticket = number_in(self.send(further_0=OTHER, further_1=' ',
                                     further_2=OTHER + ' ',
                                     further_3=reference))
        self.assertEqual([OTHER], self.released(ticket).further_references)
        self.assertNotIn('with stripes',
                         self.bob.get('/trac/ticket/%d' % ticket).body)

    def test_line_that_is_emptied_is_gone(self):
        ticket = number_in(self.send(further_0=OTHER))
        self.assertEqual(303, self.send(
            self.address(ticket), revision='1', further_0='').status)
        self.assertEqual([], self.released(ticket).further_references)

    def test_answer_that_is_too_long_is_refused_in_words(self):
        before = self.tickets()
        page = self.send(further_0='x' * 5001)
        self.assertEqual(400, page.status)
        self.assertIn('Another right answer', page.body)
        self.assertEqual(before, self.tickets())

    def test_field_and_what_is_wrong_with_it_have_one_name_in_each_language(
            self):
        for _language, catalogue in catalogues():
            name = catalogue['Another right answer'].string
            self.assertEqual(name + ' %(n)s',
                             catalogue['Another right answer %(n)s'].string)

    def test_full_list_offers_no_line_more(self):
        ticket = self.draft(**{'further_%d' % n: OTHER * (n + 1)
                               for n in range(MAX_FURTHER + 1)})
        page = self.author.get(self.address(ticket)).body
        self.assertIn('name="further_%d"' % (MAX_FURTHER - 1), page)
        self.assertNotIn('name="further_%d"' % MAX_FURTHER, page)


def test_suite():
    return unittest.defaultTestLoader.loadTestsFromName(__name__)


if __name__ == '__main__':
    unittest.main()
