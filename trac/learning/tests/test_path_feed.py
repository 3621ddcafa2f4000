# -*- coding: utf-8 -*-
"""What the feed tells of paths, in any order."""

import itertools
import unittest

from learning import timestamps
from learning.paths.path import read_path
from learning.sync import outbox
from learning.tests.path_case import (ASKED_AT, GOAL, OTHER_PATH, PATH,
                                      PathMixin, step, told)
from learning.tests.question_case import (LEARNER, OTHER, SUBS,
                                          QuestionTestCase, orders)

SUB = SUBS[LEARNER]


class PathFeedTestCase(PathMixin, QuestionTestCase):

    def open_row(self, event_id=PATH, detail_type='PathRequested.v1'):
        with self.env.db_transaction as db:
            outbox.add(db, outbox.Message(event_id, detail_type, SUB, (),
                                          ASKED_AT, 0, {'goal': GOAL}))

    def open_rows(self):
        return [found for found, in self.env.db_query(
            "SELECT event_id FROM learning_outbox WHERE echoed IS NULL")]

    def test_path_from_the_feed_is_kept(self):
        self.tell(SUB)
        path = self.path()
        self.assertEqual((SUB, 'proposed', GOAL, 2, 60, ASKED_AT),
                         (path.learner, path.state, path.goal,
                          path.difficulty, path.minutes, path.asked_at))
        self.assertEqual(3, len(path.document['steps']))

    def test_all_orders_of_a_paths_news_end_alike(self):
        rows = [dict(state='requested', at=0),
                dict(state='working', at=1, phase='searching'),
                dict(state='working', at=2, phase='asking'),
                dict(state='proposed', at=3), dict(state='accepted', at=4)]
        ends = set()
        for number, order in enumerate(orders(5)):
            path = '%s%02x' % (PATH[:-2], number)
            for n in order:
                self.tell(SUB, path=path, **rows[n])
            found = self.path(path)
            ends.add((found.state, found.changed_at, found.asked_at))
        self.assertEqual({('accepted', ASKED_AT + 4 * timestamps.SECOND,
                           ASKED_AT)}, ends)

    def test_later_of_two_of_the_same_rank_counts(self):
        rows = [dict(state='proposed', at=3), dict(state='unavailable', at=4)]
        for number, order in enumerate(itertools.permutations(rows)):
            path = '%s%02x' % (PATH[:-2], number)
            for one in order:
                self.tell(SUB, path=path, **one)
            self.assertEqual('unavailable', self.path(path).state)

    def test_what_only_the_request_said_is_kept(self):
        self.tell(SUB, state='requested', at=0)
        self.tell(SUB, state='unavailable', goal='', difficulty=None,
                  minutes=None, requested_at=None, reason='not_covered')
        path = self.path()
        self.assertEqual((GOAL, 2, 60, ASKED_AT),
                         (path.goal, path.difficulty, path.minutes,
                          path.asked_at))

    def test_path_stays_its_first_owners(self):
        self.tell(SUB)
        self.tell(SUBS[OTHER], state='accepted', title='stolen')
        path = self.path()
        self.assertEqual((SUB, 'proposed'), (path.learner, path.state))
        self.assertNotIn('stolen', path.title)

    def test_path_of_a_learner_not_known_yet_is_kept(self):
        self.tell('sub-of-nobody')
        self.assertEqual('sub-of-nobody', self.path().learner)

    def test_echo_closes_the_row_of_its_learner_alone(self):
        self.open_row()
        self.tell(SUBS[OTHER], event_id=PATH, path=OTHER_PATH)
        self.assertEqual([PATH], self.open_rows())
        self.tell(SUB, event_id=PATH, state='requested')
        self.assertEqual([], self.open_rows())

    def test_path_that_nobody_understands_changes_nothing(self):
        for more in (dict(state='tomorrow'), dict(id='x'), dict(rank=[3, 1]),
                     dict(rank=None), dict(rank=[2]), dict(title=7),
                     dict(steps=[{'n': 1}]), dict(steps=[None]),
                     dict(steps=[dict(step(1, 'x'), source=None)])):
            self.tell_change(SUB, path=dict(told(), **more))
            self.assertIsNone(self.path(), more)
        self.assertIsNone(read_path(told(), None))
        self.assertIsNone(read_path([], SUB))
        self.tell(SUB)
        self.assertEqual('proposed', self.path().state)

    def test_text_that_cannot_be_stored_loses_those_characters(self):
        self.tell(SUB, title=u'a\0b\ud800', goal=u'c\0d')
        self.assertEqual((u'ab', u'cd'), (self.path().title,
                                          self.path().goal))

    def test_request_that_is_rejected_is_unavailable(self):
        self.open_row()
        self.tell(SUB, state='requested', at=0)
        for learner in (SUBS[OTHER], None, SUB):
            self.assertEqual('requested', self.path().state)
            self.tell_change(learner, 'rejected', event_id=PATH,
                             reason='broken')
        self.assertEqual(('unavailable', 'failed'), (
            self.path().state, self.path().document['reason']))

    def test_proposed_path_outlives_a_rejection(self):
        self.tell(SUB)
        self.tell_change(SUB, 'rejected', event_id=PATH, reason='broken')
        self.assertEqual('proposed', self.path().state)


if __name__ == '__main__':
    unittest.main()
