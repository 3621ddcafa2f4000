# -*- coding: utf-8 -*-
"""Learners are mailed that reviews are due: each once, one mail a day."""

import unittest

from trac.notification.model import Subscription

from learning import chaos, timestamps
from learning.reviews.notices import ReviewNotices
from learning.sync.loop import Sync
from learning.tests.question_case import Interrupted
from learning.tests.test_path_accept import USER
from learning.tests.test_path_notices import NoticeTestCase, stop_at
from learning.tests.test_reviews import HOUR, ReviewTestCase, review


class ReviewNoticeTestCase(NoticeTestCase, ReviewTestCase):

    def setUp(self):
        super(ReviewNoticeTestCase, self).setUp()
        del self.sent[:]        # of the path

    def send(self):
        ReviewNotices(self.env).send_due()

    def a_day_later(self):
        self.env.db_transaction(
            "UPDATE learning_review SET notified_at=notified_at-%s, "
            "due_at=due_at-%s, reviewed_at=reviewed_at-%s",
            (timestamps.DAY,) * 3)


class MailTestCase(ReviewNoticeTestCase):

    def test_due_review_is_said_with_its_address(self):
        self.tell_review()
        self.send()
        recipients, subject, text = self.only()
        self.assertEqual([USER], recipients)
        self.assertIn('A review is due: Transaction', subject)
        self.assertIn('/ticket/%d#learning' % self.steps[1], text)
        self.assertIn('/learning/reviews', text)
        self.assertIn('/prefs/notification', text)

    def test_all_that_are_due_are_one_mail(self):
        self.tell_review()
        self.tell_review(self.steps[3])
        self.tell_review(self.steps[2], due_s=HOUR)
        self.send()
        _recipients, subject, text = self.only()
        self.assertIn('2 reviews are due', subject)
        self.assertEqual([True, False, True], [
            '/ticket/%d#' % self.steps[n] in text for n in (1, 2, 3)])

    def test_words_of_a_summary_make_no_header(self):
        self.tell_review()
        self.env.db_transaction("UPDATE ticket SET summary=%s",
                                (u'a\nBcc: eve@evil.test\r\n\r\nb',))
        self.send()
        recipients, subject, _text = self.only()
        self.assertEqual([USER], recipients)
        self.assertIn('a Bcc: eve@evil.test b', subject)

    def test_what_is_not_due_or_failed_is_no_news(self):
        self.tell_review(due_s=HOUR)
        failed = review()
        self.tell_review(self.steps[3], said=dict(
            failed, due_at=failed['reviewed_at']))
        self.send()
        self.assertEqual([], self.sent)


class OnceTestCase(ReviewNoticeTestCase):

    def test_review_is_mailed_once(self):
        self.tell_review()
        for _ in range(3):
            self.send()
            self.tell_review()
        self.a_day_later()
        self.send()
        Sync(self.env)._catch_up()
        self.only()

    def test_another_that_is_due_waits_for_the_next_day(self):
        self.tell_review()
        self.send()
        self.tell_review(self.steps[3])
        self.send()
        self.only()
        self.a_day_later()
        self.send()
        self.assertEqual(2, len(self.sent))
        self.assertIn('A review is due: Lock', self.sent[1][1]['Subject'])

    def test_review_that_is_due_again_is_said_again(self):
        self.tell_review()
        self.send()
        self.a_day_later()
        self.a_day_later()
        self.tell_review(revision=2, attempt=2)
        self.send()
        self.assertEqual(2, len(self.sent))

    def test_review_is_mailed_by_sync(self):
        self.tell_review()
        Sync(self.env)._catch_up()
        self.only()

    def test_death_while_it_is_said_says_it_no_second_time(self):
        self.tell_review()
        chaos.point = stop_at('review_notice_claimed')
        with self.assertRaises(Interrupted):
            self.send()
        chaos.point = self.point
        self.send()
        self.assertEqual([], self.sent)

    def test_mail_server_that_says_no_hinders_nothing(self):
        self.tell_review()
        self.env.config.set('notification', 'test_fails', 'true')
        self.send()
        self.assertEqual([], self.sent)


class PreferencesTestCase(ReviewNoticeTestCase):

    def test_learner_who_wants_none_gets_none_and_paths_are_told_still(self):
        rule = Subscription(self.env)
        for name, value in (('sid', USER), ('authenticated', 1),
                            ('distributor', 'email'), ('adverb', 'never'),
                            ('format', 'text/plain'),
                            ('class', 'ReviewSubscriber')):
            rule[name] = value
        Subscription.add(self.env, rule)
        self.tell_review()
        self.send()
        self.assertEqual([], self.sent)
        self.tell_now('7b1f0f3e-6f5a-4b7d-9a53-3f6f2c1d0c98')
        self.assertIn('Your path is ready', self.only()[1])

    def test_rule_stands_in_the_preferences(self):
        page = self.ada.get('/trac/prefs/notification').body
        self.assertIn('Something that I learnt is due to be reviewed', page)


if __name__ == '__main__':
    unittest.main()
