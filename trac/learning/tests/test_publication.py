# -*- coding: utf-8 -*-
"""A draft is released when its instant comes: once, whatever dies."""

import os
import sys
import unittest

from trac.notification.api import NotificationSystem
from trac.perm import DefaultPermissionPolicy
from trac.ticket.model import Ticket

import learning
from learning import timestamps
from learning.editor.drafts import Drafts
from learning.questions.publication import publish_due
from learning.sync.loop import Sync
from learning.tests.draft_case import DraftTestCase, number_in
from learning.tests.question_case import share
from learning.users.account import Accounts

ROOT = os.path.dirname(learning.__file__)
#: Where a release passes.
TRACED = tuple(os.path.join(ROOT, *name.split('/')) for name in (
    'questions/', 'sync/outbox', 'sync/publisher', 'chaos'))


class Killed(BaseException):
    """The process ends here, for all that anybody may catch."""


class KilledAt(object):
    """While this lasts, the n-th line of a release is not reached."""

    def __init__(self, number):
        self.left = number

    def __enter__(self):
        sys.settrace(self._call)
        return self

    def __exit__(self, kind, *rest):
        sys.settrace(None)
        return kind is Killed

    def _call(self, frame, event, arg):
        return self._line if frame.f_code.co_filename.startswith(TRACED) \
            else None

    def _line(self, frame, event, arg):
        if event == 'line':
            self.left -= 1
            if self.left == 0:
                raise Killed
        return self._line


class ReleaseCase(DraftTestCase):

    def due(self, ago=1, **more):
        """A draft whose instant came so many seconds ago: its ticket."""
        ticket = self.draft(**more)
        self.set_instant(ticket, timestamps.now() - ago * timestamps.SECOND)
        return ticket

    def set_instant(self, ticket, at):
        self.env.db_transaction("UPDATE learning_draft SET publish_at=%s "
                                "WHERE ticket=%s", (at, ticket))


class DueTestCase(ReleaseCase):

    def test_draft_is_released_as_by_its_author(self):
        ticket = self.due()
        publish_due(self.env)
        question = self.released(ticket)
        self.assertEqual((1, 'What is a zebra?', 'author@demo.test'),
                         (question.revision, question.question,
                          question.author))
        self.assertIsNone(self.kept(ticket))
        sent, = [body for body in self.gateway.bodies('/api/v1/relay')
                 if body['detail_type'] == 'QuestionPublished.v1']
        self.assertEqual((ticket, 1), (sent['data']['ticket'],
                                       sent['data']['revision']))
        self.assertIn('What is a zebra?',
                      self.bob.get('/trac/ticket/%d' % ticket).body)

    def test_next_version_takes_the_place_of_the_one_before(self):
        ticket = number_in(self.send())
        self.send(self.address(ticket), draft='1', revision='1',
                  summary='Okapis', question='What is an okapi?')
        self.set_instant(ticket, 1)
        publish_due(self.env)
        self.assertEqual((2, 'What is an okapi?'),
                         self.released(ticket)[1:3])
        self.assertEqual('Okapis', Ticket(self.env, ticket)['summary'])

    def test_loop_releases_and_wakes_for_the_next(self):
        ticket, sync = self.due(), Sync(self.env)
        self.gateway.page = {'epoch': 'e', 'changes': [], 'cursor': 0}
        sync.step()
        self.assertEqual(1, self.released(ticket).revision)
        self.set_instant(self.draft(), timestamps.now() + timestamps.SECOND)
        self.env.config.set('learning', 'feed_wait', '20')
        self.assertLessEqual(sync._wait(), 2)

    def test_tickets_first_release_is_announced_once(self):
        announced, notify = [], NotificationSystem.notify
        NotificationSystem.notify = lambda _self, event: announced.append(
            (event.category, event.target.id))
        try:
            ticket = self.due()
            self.assertEqual([], announced)
            for _ in range(2):
                publish_due(self.env)
        finally:
            NotificationSystem.notify = notify
        self.assertEqual([('created', ticket)], announced)

    def test_what_cannot_be_released_waits_for_an_author_and_says_why(self):
        bad, good = self.due(2, max_attempts='many'), self.due()
        publish_due(self.env)
        self.assertEqual(1, self.released(good).revision)
        self.assertIsNone(self.released(bad))
        self.assertIsNone(self.kept(bad).publish_at)
        for address in (self.address(bad), '/trac/learning/questions/drafts'):
            self.assertIn('a number up to 1000',
                          self.author.get(address).body)

    def test_draft_of_somebody_who_is_no_author_any_more_is_kept_back(self):
        ticket = self.due()
        Accounts(self.env).bind('sub-author', 'author@demo.test', '', [],
                                2 ** 60)
        DefaultPermissionPolicy(self.env).permission_cache.clear()
        publish_due(self.env)
        self.assertIsNone(self.released(ticket))
        self.assertIn('no author any more', self.kept(ticket).trouble)

    def test_question_that_changed_meanwhile_is_not_replaced_unseen(self):
        ticket = number_in(self.send())
        self.send(self.address(ticket), draft='1', revision='1')
        self.set_instant(ticket, 1)
        self.env.db_transaction("UPDATE learning_question SET revision=7 "
                                "WHERE ticket=%s", (ticket,))
        publish_due(self.env)
        self.assertEqual(7, self.released(ticket).revision)
        self.assertIn('changed this question meanwhile',
                      self.kept(ticket).trouble)

    def test_gateway_that_is_away_holds_up_no_release(self):
        self.gateway.replies['/api/v1/relay'] = 503
        ticket = self.due()
        publish_due(self.env)
        self.assertEqual(1, self.released(ticket).revision)
        self.assertEqual(1, self.published(ticket))


class KilledTestCase(ReleaseCase):

    def test_killed_at_any_line_it_is_released_once(self):
        lines = self.lines_of_a_release()
        self.assertGreater(lines, 100)
        for number in share(range(1, lines + 1)):
            ticket = self.due()
            with KilledAt(number):
                publish_due(self.env)
            self.assertEqual(self.kept(ticket) is None,
                             self.released(ticket) is not None)
            self.assertEqual(self.published(ticket),
                             self.released(ticket) is not None)
            publish_due(self.env)
            self.assertEqual((None, 1, 1), (
                self.kept(ticket), self.published(ticket),
                self.released(ticket).revision), number)

    def lines_of_a_release(self):
        self.due()
        with KilledAt(sys.maxint) as counting:
            publish_due(self.env)
        return sys.maxint - counting.left

    def test_two_leaders_release_it_once(self):
        ticket = self.due()
        draft = self.kept(ticket)
        due, Drafts.due = Drafts.due, lambda _self: [draft]
        try:
            for _ in range(2):
                publish_due(self.env)
        finally:
            Drafts.due = due
        self.assertEqual((1, 1), (self.published(ticket),
                                  self.released(ticket).revision))


if __name__ == '__main__':
    unittest.main()
