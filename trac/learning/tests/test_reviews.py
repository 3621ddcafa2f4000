# -*- coding: utf-8 -*-
"""Reviews of passed steps: what the feed tells of them, in any order, and
where their learner sees them."""

import itertools
import json
import re
import unittest

from learning import timestamps
from learning.paths.chart import SHAPES
from learning.paths.view import STEP_STATES
from learning.reviews.review import Reviews, read_review
from learning.tests.path_case import PATH
from learning.tests.test_path_accept import AcceptTestCase
from learning.tests.test_paths import ADA, BOB, PAGE

REVIEWS = '/trac/learning/reviews'
HOUR = 3600


def review(due_s=-HOUR, passed_s=-50 * HOUR, revision=1, attempt=1):
    """As the feed tells it. :param due_s, passed_s: seconds from now on."""
    def at(seconds):
        return seconds and timestamps.to_rfc3339(
            timestamps.now() + seconds * timestamps.SECOND)
    return {'revision': revision, 'attempt': attempt, 'reviews': 1,
            'reviewed_at': at(passed_s), 'due_at': at(due_s)}


class ReviewTestCase(AcceptTestCase):
    """An accepted path whose first step is passed."""

    def setUp(self):
        super(ReviewTestCase, self).setUp()
        self.steps = self.accepted()
        self.answer(self.steps[1], score=.9)

    def tell_review(self, ticket=None, learner=ADA, said=None, **more):
        self.tell_change(learner, 'review', ticket=ticket or self.steps[1],
                         review=said or review(**more))

    def due(self, sub=ADA):
        return Reviews(self.env).due_tickets(sub)

    def nav(self, browser=None):
        """The link to due reviews in Trac's navigation, or None."""
        found = re.search(r'<li[^>]*><a href="/trac/learning/reviews">'
                          r'([^<]+)</a></li>', (browser or self.ada).get(
                              '/trac/wiki').body.split('id="mainnav"')[1])
        return found and found.group(1)


class FeedTestCase(ReviewTestCase):

    def test_reviews_in_any_order_and_twice_leave_the_last(self):
        told = [review(revision=1), review(HOUR, revision=2),
                review(None, None, revision=3), review(revision=4)]
        for order in itertools.permutations(told):
            self.env.db_transaction("DELETE FROM learning_review")
            for said in order + order[:1]:
                self.tell_review(said=said)
            kept, = Reviews(self.env).of(ADA)
            self.assertEqual((4, {self.steps[1]}), (kept.revision, self.due()))

    def test_review_that_nobody_understands_changes_nothing(self):
        for said in ({}, {'revision': 'x'}, dict(review(), due_at='soon'),
                     dict(review(), attempt=None), [], 'x'):
            self.assertIsNone(read_review(said, 1, ADA))
        self.assertIsNone(read_review(review(), None, ADA))
        self.assertIsNone(read_review(review(), 1, None))
        self.tell_review(said={'revision': 'x'})
        self.assertEqual(set(), self.due())

    def test_review_of_a_deleted_ticket_is_kept_nowhere(self):
        self.tell_review(9999)
        self.assertEqual(0, self.count('learning_review'))

    def test_deleted_ticket_takes_its_review_along(self):
        from trac.ticket.model import Ticket
        self.tell_review()
        Ticket(self.env, self.steps[1]).delete()
        self.assertEqual(0, self.count('learning_review'))


class DueTestCase(ReviewTestCase):

    def test_review_is_due_from_its_time_on(self):
        self.tell_review(due_s=HOUR)
        self.assertEqual(set(), self.due())
        self.tell_review(due_s=-1, revision=2)
        self.assertEqual({self.steps[1]}, self.due())
        self.assertEqual(set(), self.due(BOB))

    def test_review_that_was_taken_back_is_none(self):
        self.tell_review()
        self.tell_review(said=review(None, None, revision=2))
        self.assertEqual([], Reviews(self.env).of(ADA))

    def test_answer_on_its_way_is_the_review(self):
        self.tell_review()
        for phase in ('received', 'grading', 'delayed', 'graded'):
            self.answer(self.steps[1], 2, phase)
            self.assertEqual(set(), self.due())
        self.answer(self.steps[1], 2, 'ungradable')
        self.assertEqual({self.steps[1]}, self.due())

    def test_path_that_was_given_up_has_no_reviews(self):
        self.tell_review()
        self.ada.post(PAGE + PATH + '/give_up')
        self.assertEqual(set(), self.due())

    def test_closed_ticket_has_no_review(self):
        self.tell_review()
        self.env.db_transaction("UPDATE ticket SET status='closed'")
        self.assertEqual(set(), self.due())

    def test_ticket_that_is_no_step_has_no_review(self):
        self.tell_review()
        self.env.db_transaction("DELETE FROM learning_step")
        self.assertEqual(set(), self.due())


class PagesTestCase(ReviewTestCase):

    def test_due_reviews_are_counted_in_the_navigation(self):
        self.assertIsNone(self.nav())
        self.tell_review()
        self.assertEqual('1 review due', self.nav())
        self.answer(self.steps[3], score=1)
        self.tell_review(self.steps[3])
        self.assertEqual('2 reviews due', self.nav())
        self.assertIsNone(self.nav(self.bob))

    def test_page_lists_due_ones_and_then_those_that_come(self):
        self.tell_review()
        self.tell_review(self.steps[3], due_s=30 * HOUR)
        page = self.ada.get(REVIEWS).body
        due, coming = page.split('id="learning-coming"')
        self.assertIn('/trac/ticket/%d#learning' % self.steps[1],
                      due.split('id="learning-due"')[1])
        self.assertIn('review due', due)
        self.assertIn('/trac/ticket/%d#learning' % self.steps[3], coming)
        self.assertRegexpMatches(coming, r'due <time [^>]+>[^<]+'
                                         r'\d\d:\d\d</time>')

    def test_page_of_who_has_none_says_so(self):
        page = self.bob.get(REVIEWS)
        self.assertEqual(200, page.status)
        self.assertIn('Nothing is due now.', page.body)
        self.assertNotIn('learning-coming', page.body)

    def test_failed_review_is_to_be_answered_now(self):
        self.answer(self.steps[1], 2, score=.1)
        at = review(attempt=2, revision=2)
        self.tell_review(said=dict(at, due_at=at['reviewed_at']))
        self.assertEqual({self.steps[1]}, self.due())
        page = self.ada.get(REVIEWS).body
        self.assertIn('not passed yet', page)
        self.assertIn('not passed <', page)
        self.assertEqual(['review_due', 'ready', 'ready'], self.states())


class StepTestCase(ReviewTestCase):

    def test_step_whose_review_is_due_is_done_and_locks_nothing(self):
        self.assertEqual(['done', 'ready', 'ready'], self.states())
        self.tell_review()
        self.assertEqual(['review_due', 'ready', 'ready'], self.states())
        page = self.ada.get(PAGE + PATH).body
        self.assertIn('1 of 3 steps are done.', page)
        self.assertIn('review due', page)

    def test_open_page_is_told_of_a_due_review(self):
        self.tell_review()
        said = json.loads(self.ada.get(PAGE + PATH + '/state').body)
        self.assertEqual(('review_due', 'review due'), (
            said['steps'][0]['state'], said['steps'][0]['word']))

    def test_state_has_a_shape_a_symbol_and_a_word_of_its_own(self):
        self.assertEqual(set(STEP_STATES), set(SHAPES))
        for looks in (SHAPES.values(), [symbol for symbol, _word in
                                        STEP_STATES.values()],
                      [word for _symbol, word in STEP_STATES.values()]):
            self.assertEqual(len(looks), len({repr(look) for look in looks}))

    def test_macros_call_a_due_review_due(self):
        self.tell_review()
        for text in ('[[LearningPath(%s)]]' % PATH, '[[KnowledgeGraph]]'):
            self.assertIn('learning-step-review_due', self.wiki(text))
        self.assertIn('1 of 3 steps', self.wiki('[[LearningProgress]]'))

    def wiki(self, text):
        from trac.wiki.model import WikiPage
        page = WikiPage(self.env, 'Macros')
        page.text = text
        page.save('admin', '')
        return self.ada.get('/trac/wiki/Macros').body


class TicketTestCase(ReviewTestCase):

    def ticket_page(self):
        return self.ada.get('/trac/ticket/%d' % self.steps[1]).body

    def test_ticket_of_a_due_review_says_so_with_its_passage_folded(self):
        self.tell_review()
        page = self.ticket_page()
        self.assertIn('<details class="learning-passage">', page)
        self.assertRegexpMatches(page, r'Review due:</strong>\s+you last '
                                       r'passed this <time ')
        self.assertIn('name="answer"', page)

    def test_ticket_of_a_coming_review_says_when(self):
        self.tell_review(due_s=30 * HOUR)
        self.assertIn('its review is due <time', self.ticket_page())

    def test_ticket_without_review_says_nothing_of_it(self):
        self.assertNotIn('id="learning-review"', self.ticket_page())


if __name__ == '__main__':
    unittest.main()
