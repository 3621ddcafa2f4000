# -*- coding: utf-8 -*-
"""A question that no event can carry is not released: its author is told."""

import re
import unittest

from learning.sync.event_size import MAX_ESCAPED_BYTES
from learning.tests.draft_case import DraftTestCase, number_in

LETTER = u'\u0431'.encode('utf-8')
#: Bytes of a letter where all beyond ASCII is escaped.
ESCAPED = 6
SOON = {'schedule': '1', 'publish_at': '2030-01-31T18:00',
        'publish_zone': 'UTC'}


class QuestionSizeTestCase(DraftTestCase):

    def long(self, letters, **more):
        """A form with so many Cyrillic letters, no field of them too long."""
        texts = {'reference': LETTER * min(letters, 20000)}
        for n in range(max(0, letters - 20000 + 4999) // 5000):
            texts['further_%d' % n] = '%d' % n + LETTER * (min(
                5000, letters - 20000 - 5000 * n) - 1)
        return dict(texts, **more)

    def assert_refused(self, reply):
        self.assertEqual(400, reply.status)
        said, = re.findall(r'Please shorten them by (\d+) %', reply.body)
        self.assertLess(0, int(said))

    def test_all_fields_filled_with_letters_of_one_byte_are_released(self):
        texts = {'further_%d' % n: '%d' % n * 5000 for n in range(5)}
        for n in range(20):
            texts['criterion_%d' % n] = 'c' * 1000
        self.assertEqual(303, self.send(reference='r' * 20000,
                                        **texts).status)

    def test_what_an_event_cannot_carry_is_not_released_and_may_be_kept(self):
        fits = MAX_ESCAPED_BYTES // ESCAPED - 200
        number_in(self.send(**self.long(fits)))
        before = self.tickets()
        for button in ({}, SOON, {'own': 'A', 'try_own': '1'}):
            self.assert_refused(self.send(**self.long(fits + 300, **button)))
        self.assertEqual(before, self.tickets())
        kept = self.kept(self.draft(**self.long(fits + 300))).question
        self.assertEqual(fits + 300, sum(map(
            len, [kept.reference] + kept.further_references)))

    def test_texts_of_its_sources_count_too(self):
        self.write('Zebra', u'\u0431' * 10000)
        letters = MAX_ESCAPED_BYTES // ESCAPED - 5000
        cited = {'title_0': 'Z', 'href_0': 'wiki/Zebra'}
        before = self.tickets()
        for button in ({}, SOON):
            self.assert_refused(self.send(**self.long(
                letters, **dict(cited, **button))))
        self.assertEqual(before, self.tickets())
        number_in(self.send(**self.long(letters)))


if __name__ == '__main__':
    unittest.main()
