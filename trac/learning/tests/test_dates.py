# -*- coding: utf-8 -*-

import datetime
import os
import re
import unittest

from pkg_resources import resource_filename

from trac.test import EnvironmentStub, MockRequest
from trac.util.datefmt import to_utimestamp, utc

from learning import dates, timestamps
from learning.web.reader_zone import COOKIE, ReaderZone, zone_of

HERE = zone_of('Nowhere/Here:120')


def at(*when):
    return to_utimestamp(datetime.datetime(*when, tzinfo=utc))


class WordsTestCase(unittest.TestCase):
    """It is Sunday, 29 November 2026, 23:00 in the reader's zone."""

    def setUp(self):
        self.now, timestamps.now = timestamps.now, lambda: at(
            2026, 11, 29, 21)

    def tearDown(self):
        timestamps.now = self.now

    def said(self, *when):
        return dates.format_time(at(*when), HERE)

    def test_what_was_within_the_hour_is_an_age(self):
        self.assertEqual('just now', self.said(2026, 11, 29, 20, 59, 1))
        self.assertEqual('1 minute ago', self.said(2026, 11, 29, 20, 59))
        self.assertEqual('59 minutes ago', self.said(2026, 11, 29, 20, 0, 1))

    def test_what_is_near_is_a_day_of_the_readers_zone(self):
        self.assertEqual('today 22:00', self.said(2026, 11, 29, 20))
        self.assertEqual('today 00:00', self.said(2026, 11, 28, 22))
        self.assertEqual('yesterday 23:59', self.said(2026, 11, 28, 21, 59))
        self.assertEqual('tomorrow 00:00', self.said(2026, 11, 29, 22))

    def test_what_is_further_is_a_date(self):
        self.assertEqual('27 November, 12:05', self.said(2026, 11, 27, 10, 5))
        self.assertEqual('1 January 2027, 00:30',
                         self.said(2026, 12, 31, 22, 30))
        self.assertEqual('1 January 1899, 02:00', self.said(1899, 1, 1))

    def test_a_day_to_keep_has_its_weekday(self):
        for expected, when in (
                ('Friday, 4 December, 18:00', (2026, 12, 4, 16)),
                ('today 23:10', (2026, 11, 29, 21, 10)),
                ('today 22:59', (2026, 11, 29, 20, 59)),
                ('4 December 2027, 18:00', (2027, 12, 4, 16))):
            self.assertEqual(expected, dates.format_date(at(*when), HERE))

    def test_the_exact_time_stands_behind_the_words(self):
        env = EnvironmentStub()
        req = MockRequest(env)
        req.tz = HERE
        found = dates.describe_time(req, at(2026, 11, 28, 21, 59))
        self.assertEqual(
            '<time data-as="time" data-day="yesterday 23:59" '
            'datetime="2026-11-28T21:59:00+00:00" '
            'title="2026-11-28 23:59 UTC+2:00">yesterday 23:59</time>',
            unicode(found['element']))
        self.assertEqual(('yesterday 23:59', '23 h'),
                         (found['text'], found['age']))
        req.session['tz'] = 'GMT +1:00'
        self.assertIn('data-zone="chosen"', unicode(
            dates.describe_date(req, 0)['element']))


class ReaderZoneTestCase(unittest.TestCase):

    def setUp(self):
        self.env = EnvironmentStub(enable=['trac.*', 'learning.*'])

    def zone(self, cookie, chosen=None):
        req = MockRequest(self.env)
        req.tz = utc
        if cookie:
            req.incookie[COOKIE] = cookie
        if chosen:
            req.session['tz'] = chosen
        ReaderZone(self.env).pre_process_request(req, None)
        return datetime.datetime(2026, 11, 29, tzinfo=utc).astimezone(
            req.tz).strftime('%H:%M')

    def test_the_browsers_zone_counts_where_none_was_chosen(self):
        self.assertEqual('01:00', self.zone('Nowhere%2FHere%3A60'))
        self.assertEqual('18:30', self.zone('Nowhere%2FHere%3A-330'))
        self.assertEqual('00:00', self.zone('Nowhere%2FHere%3A60',
                                            chosen='UTC'))

    def test_what_is_no_zone_changes_nothing(self):
        for told in (None, '', 'x', 'A:841', 'A:-9999', '<b>:60', 'A:60\n',
                     'x' * 61 + ':60'):
            self.assertEqual('00:00', self.zone(told), told)

    def test_an_offset_is_named_as_people_know_it(self):
        for told, name in (('A:60', 'UTC+1:00'), ('A:-330', 'UTC-5:30'),
                           ('A:0', 'UTC')):
            self.assertEqual(name, zone_of(told).tzname(None))


class TemplatesTestCase(unittest.TestCase):

    def test_no_page_of_ours_says_times_as_trac_does(self):
        folder = resource_filename('learning', 'templates')
        trac_s = re.compile(r'\b(pretty_dateinfo|pretty_timedelta|'
                            r'format_(datetime|date|time)|dateinfo)\(')
        found = []
        for name in os.listdir(folder):
            with open(os.path.join(folder, name)) as template:
                found += [(name, match.group(1)) for match in
                          trac_s.finditer(template.read())]
        self.assertEqual([], found)


if __name__ == '__main__':
    unittest.main()
