# -*- coding: utf-8 -*-
"""Until when a question is to be answered: typed, kept and said."""

import unittest
from collections import namedtuple
from functools import partial

from trac.util.datefmt import FixedOffset, get_timezone, pytz, utc

from learning import timestamps
from learning.errors import InvalidInput
from learning.questions import due_date
from learning.questions.question import Questions
from learning.tests.test_question_edit import EditCase

#: 2026-01-31 17:00 UTC.
AT = 1769878800000000
BERLIN = FixedOffset(60, 'GMT +1:00')
Reader = partial(namedtuple('Reader', 'tz session'), session={})


class InstantTestCase(unittest.TestCase):

    def test_instant_is_read_in_the_zone_that_it_names(self):
        for said in ('2026-01-31 17:00', '2026-01-31T17:00 UTC',
                     '2026-01-31T17:00:00Z', '2026-01-31 18:00 +01:00',
                     ' 2026-01-31 18:00 GMT +1:00 ',
                     '2026-01-31 18:00 UTC+01:00',
                     '2026-01-31 12:00-0500'):
            self.assertEqual(AT, due_date.parse_instant(said), said)

    def test_day_alone_is_all_of_it(self):
        self.assertEqual(due_date.parse_instant('2026-01-31 23:59 +01:00'),
                         due_date.parse_instant('2026-01-31 +01:00'))
        self.assertEqual(
            due_date.parse_instant('2026-01-31 00:00 +01:00'),
            due_date.parse_instant('2026-01-31 +01:00',
                                   due_date.START_OF_DAY))

    def test_nothing_is_no_due_date(self):
        for said in ('', '  ', None):
            self.assertIsNone(due_date.parse_instant(said))

    def test_what_cannot_be_understood_is_refused(self):
        for said in ('soon', '2026-02-30 10:00', '2026-01-31 25:00',
                     '0206-01-31 10:00', '2026-01-31 10:00 Atlantis/Poseidon',
                     '2026-01-31 10:00 +99:00', '31.01.2026 10:00',
                     u'2026-01-31 10:00 \u2603'):
            with self.assertRaises(InvalidInput):
                due_date.parse_instant(said)

    @unittest.skipUnless(pytz, "named zones come with pytz")
    def test_named_zone_knows_its_summer(self):
        berlin = get_timezone('Europe/Berlin')
        for said, at in (('2026-01-31 18:00', '2026-01-31 17:00'),
                         ('2026-07-31 18:00', '2026-07-31 16:00')):
            self.assertEqual(
                due_date.parse_instant(at),
                due_date.parse_instant(said + ' Europe/Berlin'))
            self.assertEqual(said + ' Europe/Berlin', due_date.say_instant(
                due_date.parse_instant(at), berlin))

    def test_text_of_an_instant_means_the_same_instant(self):
        for tz in (utc, BERLIN, FixedOffset(-570, 'GMT -9:30')):
            self.assertEqual(AT, due_date.parse_instant(
                due_date.say_instant(AT, tz)))
        self.assertEqual('', due_date.say_instant(None))

    def test_fields_of_a_form_show_it_where_its_reader_is(self):
        said = due_date.say_instant(AT)
        self.assertEqual(('2026-01-31T18:00', 'GMT +1:00'),
                         due_date.split_due(said, BERLIN))
        self.assertEqual(AT, due_date.parse_instant(due_date.join_due(
            *due_date.split_due(said, BERLIN))))
        self.assertEqual(('', 'UTC'), due_date.split_due('', utc))
        self.assertEqual(('soon', ''), due_date.split_due('soon', utc))
        self.assertEqual('', due_date.join_due('', 'GMT +1:00'))


class SayingTestCase(unittest.TestCase):

    def describe(self, days):
        return due_date.describe_due(Reader(BERLIN), timestamps.now() +
                                int(days * timestamps.DAY))

    def test_how_soon_it_is_has_a_name_and_a_word(self):
        self.assertEqual(
            [('past', True), ('soon', False), ('near', False),
             ('later', False)],
            [(said['state'], said['past']) for said in
             map(self.describe, (-0.1, 0.9, 6.9, 7.1))])
        self.assertEqual('', self.describe(8)['word'])
        self.assertIn('within a day', self.describe(0.5)['word'])
        self.assertIsNone(due_date.describe_due(Reader(utc), None))

    def test_it_is_said_in_the_zone_of_its_reader(self):
        self.assertIn('2026-01-31 18:00',
                      due_date.describe_due(Reader(BERLIN), AT)['exact'])

    def test_what_is_due_first_comes_first_and_what_never_is_last(self):
        self.assertEqual([1, 5, None], sorted([None, 5, 1],
                                              key=due_date.due_order))

    def test_answer_at_the_moment_itself_is_not_late(self):
        self.assertEqual([False, True, False],
                         [due_date.is_late(AT, AT),
                          due_date.is_late(AT, AT + 1),
                          due_date.is_late(None, AT)])


class FormTestCase(EditCase):

    def test_due_date_is_kept_and_shown_as_it_was_typed(self):
        self.assertEqual(303, self.save(
            due_at='2026-01-31T18:00', due_zone='+01:00').status)
        self.assertEqual(AT, Questions(self.env).get(self.shared).due_at)
        page = self.author.get(self.address).body
        self.assertIn('value="2026-01-31T17:00"', page)
        self.assertIn('name="due_zone" value="UTC', page)
        self.assertEqual(303, self.save(revision='2').status)
        self.assertIsNone(Questions(self.env).get(self.shared).due_at)

    def test_what_will_not_do_is_refused_and_kept(self):
        reply = self.save(due_at='soon', due_zone='')
        self.assertEqual(400, reply.status)
        self.assertIn('day, time and zone', reply.body)
        self.assertIn('value="soon"', reply.body)
        self.assertEqual(1, Questions(self.env).get(self.shared).revision)


if __name__ == '__main__':
    unittest.main()
