# -*- coding: utf-8 -*-
"""Learners are mailed once that a path is ready, or that there is none."""

import email
import unittest

from trac.core import Component, implements
from trac.db.api import DatabaseManager
from trac.notification import prefs  # noqa: F401: serves the page
from trac.notification.api import IEmailSender, NotificationSystem
from trac.notification.model import Subscription
from trac.prefs import web_ui  # noqa: F401: serves the page

from learning import chaos, timestamps
from learning.paths.notices import PathNotices
from learning.sync.loop import Sync
from learning.tests.path_case import OTHER_PATH, PATH
from learning.tests.question_case import Interrupted
from learning.tests.test_path_accept import USER, AcceptTestCase
from learning.tests.test_paths import ADA


class Recorder(Component):
    """An `IEmailSender` that keeps what it is to send."""

    implements(IEmailSender)

    def __init__(self):
        self.sent = []

    def send(self, from_addr, recipients, message):
        if self.env.config.getbool('notification', 'test_fails'):
            raise IOError("no mail server")
        self.sent.append((recipients, email.message_from_string(message)))


class NoticeTestCase(AcceptTestCase):

    def setUp(self):
        super(NoticeTestCase, self).setUp()
        self.env.enable_component(Recorder)
        for name, value in (('smtp_enabled', 'true'),
                            ('email_sender', 'Recorder'),
                            ('mime_encoding', 'base64')):
            self.env.config.set('notification', name, value)

    @property
    def sent(self):
        return Recorder(self.env).sent

    def tell_now(self, path=PATH, age_s=1, **more):
        """The feed tells of a path that changed just now."""
        at = timestamps.now() - age_s * timestamps.SECOND
        rank = {'proposed': 2, 'unavailable': 2, 'working': 1}[
            more.setdefault('state', 'proposed')]
        self.tell(ADA, path=path, rank=[rank, at], **more)

    def only(self):
        """(recipients, subject, text) of the only mail."""
        (recipients, message), = self.sent
        body, = message.get_payload()
        subject = u''.join(
            part.decode(charset or 'ascii') for part, charset in
            email.header.decode_header(message['Subject']))
        return recipients, subject, body.get_payload(
            decode=True).decode('utf-8')


class MailTestCase(NoticeTestCase):

    def test_ready_path_is_said_with_its_address(self):
        self.tell_now()
        recipients, subject, text = self.only()
        self.assertEqual([USER], recipients)
        self.assertIn('Your path is ready: How isolation levels work',
                      subject)
        self.assertIn('3 steps, 21 minutes', text)
        self.assertIn('/learning/path/' + PATH, text)
        self.assertIn('/prefs/notification', text)

    def test_unavailable_path_says_why(self):
        self.tell_now(state='unavailable', reason='not_covered',
                      detail='Nothing is near it.', title=u'B\xe4ume')
        _recipients, subject, text = self.only()
        self.assertIn(u'There is no such path: B\xe4ume', subject)
        self.assertIn('The material does not teach this. Nothing is near it.',
                      text)

    def test_work_in_between_is_not_said(self):
        self.tell_now(state='working')
        self.assertEqual([], self.sent)

    def test_words_of_a_title_make_no_header(self):
        self.tell_now(title='a\nBcc: eve@evil.test\r\n\r\nb')
        recipients, subject, _text = self.only()
        self.assertEqual([USER], recipients)
        self.assertIn('a Bcc: eve@evil.test b', subject)

    def test_request_that_is_rejected_is_said(self):
        self.ask()
        self.tell_change(ADA, 'rejected', event_id=PATH, reason='broken',
                         at=timestamps.to_rfc3339(timestamps.now()))
        self.assertIn('There is no such path', self.only()[1])


class OnceTestCase(NoticeTestCase):

    def test_row_that_comes_twice_is_said_once(self):
        for _ in range(3):
            self.tell_now()
        self.tell_now(state='unavailable', reason='failed', age_s=0)
        Sync(self.env)._catch_up()
        self.only()

    def test_each_path_is_said(self):
        self.tell_now()
        self.tell_now(OTHER_PATH)
        self.assertEqual(2, len(self.sent))

    def test_death_after_the_commit_is_made_good(self):
        chaos.point = stop_at('sync_committed')
        with self.assertRaises(Interrupted):
            self.tell_now()
        chaos.point = self.point
        self.assertEqual([], self.sent)
        self.assertEqual('proposed', self.path().state)
        PathNotices(self.env).send_due()
        PathNotices(self.env).send_due()
        self.only()

    def test_death_while_it_is_said_says_it_no_second_time(self):
        chaos.point = stop_at('path_notice_claimed')
        with self.assertRaises(Interrupted):
            self.tell_now()
        chaos.point = self.point
        PathNotices(self.env).send_due()
        self.assertEqual([], self.sent)

    def test_mail_goes_out_after_the_transaction(self):
        inside = []
        original = NotificationSystem.notify
        self.addCleanup(setattr, NotificationSystem, 'notify', original)
        NotificationSystem.notify = lambda system, event: inside.append(
            DatabaseManager(self.env)._transaction_local.wdb)
        self.tell_now()
        self.assertEqual([None], inside)

    def test_accepted_path_is_no_news(self):
        chaos.point = stop_at('sync_committed')
        with self.assertRaises(Interrupted):
            self.tell_now()
        chaos.point = self.point
        self.accept()
        PathNotices(self.env).send_due()
        self.assertEqual([], self.sent)

    def test_old_path_is_no_news(self):
        """As a feed tells that is read anew."""
        self.tell_now(age_s=2 * 86400)
        self.assertEqual([], self.sent)

    def test_mail_server_that_says_no_hinders_nothing(self):
        self.env.config.set('notification', 'test_fails', 'true')
        self.tell_now()
        self.assertEqual('proposed', self.path().state)


class PreferencesTestCase(NoticeTestCase):

    def test_learner_who_wants_none_gets_none(self):
        rule = Subscription(self.env)
        for name, value in (('sid', USER), ('authenticated', 1),
                            ('distributor', 'email'), ('adverb', 'never'),
                            ('format', 'text/plain'),
                            ('class', 'PathSubscriber')):
            rule[name] = value
        Subscription.add(self.env, rule)
        self.tell_now()
        self.assertEqual([], self.sent)

    def test_admin_may_turn_it_off_for_all(self):
        for name, value in (('path', 'PathSubscriber'),
                            ('path.adverb', 'never')):
            self.env.config.set('notification-subscriber', name, value)
        self.tell_now()
        self.assertEqual([], self.sent)

    def test_no_mail_where_trac_sends_none(self):
        self.env.config.set('notification', 'smtp_enabled', 'false')
        self.tell_now()
        self.assertEqual([], self.sent)

    def test_rule_stands_in_the_preferences(self):
        page = self.ada.get('/trac/prefs/notification').body
        self.assertIn('A learning path that I asked for is ready', page)


def stop_at(name):
    """A `chaos.point` at which the process dies."""
    def point(reached):
        if reached == name:
            raise Interrupted(name)
    return point


if __name__ == '__main__':
    unittest.main()
