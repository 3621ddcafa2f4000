# -*- coding: utf-8 -*-
"""The rubric that a reference proposes."""

import unittest

from learning.editor.proposal import propose_rubric


def criteria(reference):
    return [point['criterion'] for point in propose_rubric(reference)]


class ProposalTestCase(unittest.TestCase):

    def test_each_sentence_is_a_point(self):
        self.assertEqual(
            [{'id': '1', 'label': '', 'criterion': u'A is b', 'weight': 1},
             {'id': '2', 'label': '', 'criterion': u'Is it c?', 'weight': 1}],
            propose_rubric(u'A is b.  Is it c?'))

    def test_clause_that_says_something_is_a_point(self):
        self.assertEqual(
            [u'A commit records a snapshot of the tree',
             u'it points to its parent commits',
             u'each of them is named by its hash'],
            criteria(u'A commit records a snapshot of the tree, and it '
                     u'points to its parent commits; each of them is named '
                     u'by its hash.'))

    def test_clause_of_few_words_stays_with_its_sentence(self):
        for whole in (u'It stores names, and dates', u'Red, and not blue',
                      u'A tree; a blob'):
            self.assertEqual([whole], criteria(whole + u'.'))

    def test_numbers_and_abbreviations_end_no_sentence(self):
        for whole in (u'Pi is 3.14 about', u'A tree, e.g. Oak or fir',
                      u'See Fig. 3 for it', u'It is about 9.5 per cent'):
            self.assertEqual([whole], criteria(whole))

    def test_list_is_taken_line_by_line(self):
        self.assertEqual([u'one thing', u'another thing'],
                         criteria(u'- one thing\n- another thing\n'))

    def test_empty_reference_proposes_no_point(self):
        for empty in (u'', u' \n ', u'...', u'- '):
            self.assertEqual([], criteria(empty))

    def test_limits_of_the_contract_are_kept(self):
        found = propose_rubric(u'Word. ' * 30 + u'X' * 2000)
        self.assertEqual(20, len(found))
        self.assertEqual(20, len({point['id'] for point in found}))
        self.assertEqual(1000, len(criteria(u'x' * 2000)[0]))


if __name__ == '__main__':
    unittest.main()
