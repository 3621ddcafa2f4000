# -*- coding: utf-8 -*-
"""A file holds a question's place in its course, and when its draft comes out.
"""

import json
import re
import unittest

from learning import timestamps
from learning.course_order import QUESTION, CourseOrder
from learning.editor.drafts import Drafts
from learning.questions.publication import publish_due
from learning.questions.question import Questions
from learning.tests.test_exchange import NEW, ExchangeCase

#: 2190-01-31 18:00 in Berlin.
SOME_DAY = 6945238800 * timestamps.SECOND
LATER = '  publish_at: 2190-01-31 18:00 Europe/Berlin\n'
SECOND = NEW.partition('\n')[2].replace('Tides', 'Ebb').replace(
    'What raises the tides?', 'What is an ebb?')


class AroundCase(ExchangeCase):

    def outcome(self, content, name='q.yaml', **fields):
        reply = self.upload(content, name, accept='application/json',
                            **fields)
        self.assertEqual(200, reply.status, reply.body)
        return json.loads(reply.body)['outcomes'][0]

    def draft(self):
        draft, = Drafts(self.env).all()
        return draft


class PlaceTestCase(AroundCase):

    def setUp(self):
        super(PlaceTestCase, self).setUp()
        self.order = CourseOrder(self.env, QUESTION)
        self.upload(NEW + SECOND, release='1')
        self.tides, self.ebb = [one.ticket for one
                                in Questions(self.env).all()[-2:]]

    def places(self):
        return {ticket: self.order.places().get(('Seas', unicode(ticket)))
                for ticket in (self.tides, self.ebb)}

    def test_place_goes_out_and_comes_back(self):
        self.order.save('Seas', [self.ebb, self.tides])
        for kind in ('yaml', 'csv'):
            content = self.export(kind, course='Seas')
            self.assertEqual(['same', 'same'],
                             self.outcomes(content, 'q.' + kind))
            self.order.save('Seas', [])
            said = self.outcome(content, 'q.' + kind, look='1')
            self.assertEqual('changed', said['outcome'])
            self.assertEqual({self.tides: None, self.ebb: None},
                             self.places())
            self.assertEqual(['changed', 'changed'],
                             self.outcomes(content, 'q.' + kind))
            self.assertEqual({self.ebb: 0, self.tides: 1}, self.places())
        self.assertEqual([], Drafts(self.env).all())

    def test_question_of_another_trac_takes_the_place_of_its_file(self):
        self.order.save('Seas', [self.ebb, self.tides])
        content = self.export(course='Seas').replace('http://', 'http://o.')
        self.upload(content.replace('Seas', 'Oceans').replace(
            'reference: The', 'reference: A'))
        titles = {draft.ticket: draft.title
                  for draft in Drafts(self.env).all()}
        self.assertEqual({'Ebb': 0, 'Tides': 1}, {
            titles[int(item)]: place for (course, item), place
            in self.order.places().items() if course == 'Oceans'})

    def test_file_without_places_leaves_them_as_they_are(self):
        content = self.export(course='Seas')
        self.assertNotIn('place:', content)
        self.order.save('Seas', [self.ebb, self.tides])
        self.assertEqual(['changed', 'changed'], self.outcomes(
            content.replace('reference: The', 'reference: A')))
        self.assertEqual({self.ebb: 0, self.tides: 1}, self.places())

    def test_place_that_is_no_number_refuses_its_question_alone(self):
        for place in ('0', 'first', '-1', '1.5'):
            said = self.outcome(NEW.replace('Tides', 'T2') +
                                '  place: "%s"\n' % place)
            self.assertEqual('refused', said['outcome'])
            self.assertIn('whole number', said['note'])

    def test_place_in_a_course_of_no_possible_name_is_refused(self):
        for course in ('Sea\\0s', 'S' * 3000):
            said = self.outcome(NEW.replace('Tides', 'T2').replace(
                'course: Seas', 'course: "%s"' % course) + '  place: 1\n')
            self.assertEqual('refused', said['outcome'])
            self.assertIn('The course', said['note'])
        self.assertEqual([], Drafts(self.env).all())
        self.assertEqual({}, self.order.places())


class InstantTestCase(AroundCase):

    def test_instant_with_its_zone_is_set_and_kept(self):
        said = self.outcome(NEW + LATER)
        self.assertEqual(('new', False), (said['outcome'], said['released']))
        self.assertIn('2190-01-31', said['note'])
        self.assertEqual(SOME_DAY, self.draft().publish_at)
        for kind in ('yaml', 'csv'):
            content = self.export(kind, course='Seas')
            self.assertIn('2190-01-31 17:00 UTC', content)
            self.assertEqual(['same'], self.outcomes(content, 'q.' + kind))
            same = content.replace('17:00 UTC', '18:00 Europe/Berlin')
            self.assertEqual(['same'], self.outcomes(same, 'q.' + kind))

    def test_draft_of_another_trac_comes_out_when_its_instant_comes(self):
        self.upload(NEW + LATER)
        content = self.export(course='Seas').replace('http://', 'http://o.')
        self.upload(content.replace('Tides', 'Tides there'))
        there, = [draft for draft in Drafts(self.env).all()
                  if draft.title == 'Tides there']
        self.assertEqual(SOME_DAY, there.publish_at)
        self.env.db_transaction("UPDATE learning_draft SET publish_at=1 "
                                "WHERE ticket=%s", (there.ticket,))
        publish_due(self.env)
        self.assertEqual('What raises the tides?', Questions(self.env).get(
            there.ticket).question)

    def test_another_instant_alone_moves_the_release(self):
        self.upload(NEW + LATER)
        content = self.export(course='Seas').replace('2190', '2191')
        self.assertEqual(['changed'], self.outcomes(content, look='1'))
        self.assertEqual(SOME_DAY, self.draft().publish_at)
        self.assertEqual(['changed'], self.outcomes(content))
        self.assertEqual(SOME_DAY + 365 * timestamps.DAY,
                         self.draft().publish_at)

    def test_file_without_the_instant_leaves_it_as_it_is(self):
        self.upload(NEW + LATER)
        content = re.sub(r'  publish_at: .*\n', '', self.export(
            course='Seas'))
        self.assertEqual(['same'], self.outcomes(content))
        self.assertEqual(['changed'], self.outcomes(
            content.replace('raises', 'lifts')))
        self.assertEqual(SOME_DAY, self.draft().publish_at)

    def test_release_waits_for_an_instant_that_is_to_come(self):
        said = self.outcome(NEW + LATER, release='1')
        self.assertFalse(said['released'])
        self.assertEqual(SOME_DAY, self.draft().publish_at)

    def test_release_waits_for_the_instant_that_was_set_before(self):
        self.upload(NEW + LATER)
        content = self.export(course='Seas')
        for verb, at in (('lifts', ''), ('pulls', '2001-01-31 18:00 UTC')):
            said = self.outcome(re.sub(
                'publish_at: .*', 'publish_at: "%s"' % at,
                content.replace('raises', verb)), release='1')
            self.assertEqual(('changed', False),
                             (said['outcome'], said['released']))
            self.assertIn('It comes out on 2190-01-31', said['note'])
            self.assertEqual(
                (SOME_DAY, 'What %s the tides?' % verb),
                (self.draft().publish_at, self.draft().question.question))

    def test_incomplete_draft_takes_the_later_instant_of_its_file(self):
        self.upload(NEW + LATER)
        said = self.outcome(re.sub('reference: .*', 'reference: ""',
                                   self.export(course='Seas')).replace(
                                       '2190', '2191'))
        self.assertIn('Not released: Please write a reference', said['note'])
        self.assertEqual(SOME_DAY + 365 * timestamps.DAY,
                         self.draft().publish_at)

    def test_instant_that_is_over_sets_nothing_and_is_said(self):
        over = LATER.replace('2190', '2001')
        said = self.outcome(NEW + over)
        self.assertIn('is over', said['note'])
        self.assertIsNone(self.draft().publish_at)
        self.assertTrue(self.outcome(NEW.replace('Tides', 'T2') + over,
                                     release='1')['released'])

    def test_instant_that_is_over_leaves_why_its_draft_failed(self):
        self.upload(NEW + LATER)
        content = self.export(course='Seas').replace('2190', '2001')
        Drafts(self.env).keep_back(self.draft(), 'Why')
        kept = self.draft()
        self.assertEqual(['same'], self.outcomes(content))
        self.assertEqual((kept, 'Why'), (self.draft(), self.draft().trouble))

    def test_incomplete_question_is_not_scheduled_and_says_why(self):
        said = self.outcome(NEW.replace('  reference: The moon does.\n', '') +
                            LATER)
        self.assertIn('Not released: Please write a reference', said['note'])
        self.assertIsNone(self.draft().publish_at)

    def test_what_is_no_instant_with_its_zone_is_refused_by_its_name(self):
        for at in ('soon', '2190-01-31', '2190-01-31 18:00',
                   '2190-01-31 Europe/Berlin'):
            said = self.outcome(NEW + '  publish_at: %s\n' % at)
            self.assertEqual('refused', said['outcome'])
            self.assertIn('publish_at: Please write day, time and zone',
                          said['note'])
        self.assertEqual([], Drafts(self.env).all())


if __name__ == '__main__':
    unittest.main()
