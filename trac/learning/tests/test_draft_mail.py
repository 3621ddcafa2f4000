# -*- coding: utf-8 -*-
"""Of a draft no learner hears by mail, feed or timeline; of its release all
who watch do, and what is new.
"""

import unittest

from trac.notification.api import NotificationSystem
from trac.notification.model import Subscription
from trac.ticket.model import Ticket
from trac.ticket.notification import NewTicketSubscriber, TicketChangeEvent
from trac.util.datefmt import datetime_now, utc

from learning.questions.publication import publish_due
from learning.tests.draft_case import DraftTestCase, number_in
from learning.tests.test_due_notices import DueNoticeCase, Recorder
from learning.tickets.mail import QuestionMail

LEARNER, AUTHOR = 'bob@demo.test', 'operator@demo.test'
FEED = '/trac/timeline?ticket=on&ticket_details=on&format=rss'


class DraftMailTestCase(DraftTestCase):
    """A learner and an operator who watch every new ticket."""

    mails = DueNoticeCase.__dict__['mails']

    def setUp(self):
        super(DraftMailTestCase, self).setUp()
        QuestionMail(self.env)
        self.env.enable_component(Recorder)
        for name, value in (('smtp_enabled', 'true'),
                            ('email_sender', 'Recorder'),
                            ('mime_encoding', 'base64')):
            self.env.config.set('notification', name, value)
        for who in (LEARNER, AUTHOR):
            for name in (NewTicketSubscriber.__name__,
                         'CarbonCopySubscriber'):
                Subscription.add(self.env, {
                    'sid': who, 'authenticated': 1, 'distributor': 'email',
                    'format': 'text/plain', 'adverb': 'always',
                    'class': name})

    def told(self):
        return sorted(mail[0] for mail in self.mails())

    def comment(self, number, words):
        """An author writes on the ticket; both watch it."""
        ticket = Ticket(self.env, number)
        ticket['cc'] = '%s, %s' % (LEARNER, AUTHOR)
        ticket.save_changes('author@demo.test', words,
                            when=datetime_now(utc))
        NotificationSystem(self.env).notify(TicketChangeEvent(
            'changed', ticket, ticket['changetime'], 'author@demo.test',
            words))

    def test_draft_that_is_kept_and_kept_again_is_told_to_nobody(self):
        ticket = self.draft()
        self.send(self.address(ticket), draft='1', draft_revision='1',
                  question='What is a zebra, then?')
        self.assertEqual([], self.told())

    def test_comment_on_a_draft_is_told_to_staff_and_no_learner(self):
        ticket = self.draft()
        self.comment(ticket, 'Is this ready?')
        self.assertEqual([AUTHOR], self.told())
        self.assertNotIn('ready', self.bob.get(FEED).body)

    def test_release_by_its_author_tells_once_what_is_new(self):
        ticket = self.draft()
        self.send(self.address(ticket), draft_revision='1',
                  due_at='2030-01-31T18:00', due_zone='+01:00')
        self.assertEqual([LEARNER, AUTHOR], self.told())
        self.says_what_is_new(ticket, 'Due: ')

    def test_release_at_its_instant_tells_once_what_is_new(self):
        ticket = self.draft()
        self.env.db_transaction("UPDATE learning_draft SET publish_at=1")
        self.assertEqual([], self.told())
        for _ in range(2):
            publish_due(self.env)
        self.assertEqual([LEARNER, AUTHOR], self.told())
        self.says_what_is_new(ticket)

    def says_what_is_new(self, ticket, *more):
        _who, subject, text = self.mails()[0]
        self.assertIn(u'What zebras record', subject)
        for said in ('Course: Databases', '/ticket/%d' % ticket) + more:
            self.assertIn(said, text)
        for hidden in ('horse', 'stripe', 'Priority'):
            self.assertNotIn(hidden, text)

    def test_next_version_that_is_a_draft_is_told_to_nobody(self):
        ticket = number_in(self.send())
        before = self.told()
        self.send(self.address(ticket), revision='1', draft='1',
                  summary='Okapis', question='What is an okapi?')
        self.assertEqual(before, self.told())
        self.assertNotIn('Okapis', self.bob.get(FEED).body)

    def test_released_draft_is_new_when_it_was_released(self):
        ticket = self.draft()
        self.env.db_transaction("UPDATE ticket SET time=1, changetime=1 "
                                "WHERE id=%s", (ticket,))
        self.assertNotIn('zebras', self.bob.get(FEED).body)
        self.send(self.address(ticket), draft_revision='1')
        self.assertIn('zebras', self.bob.get(FEED).body)

    def test_ticket_that_was_there_before_its_question_keeps_its_time(self):
        self.env.db_transaction("DELETE FROM learning_question")
        self.env.db_transaction("UPDATE ticket SET time=1, changetime=1 "
                                "WHERE id=%s", (self.shared,))
        self.assertEqual(303, self.send(self.address(self.shared)).status)
        self.assertEqual([(1,)], self.env.db_query(
            "SELECT time FROM ticket WHERE id=%s", (self.shared,)))


if __name__ == '__main__':
    unittest.main()
