# -*- coding: utf-8 -*-
"""Learners are reminded once, the day before, of what they have not passed;
and the gradebook says what came late.
"""

import email.header
import unittest

from learning import chaos, timestamps
from learning.grades import gradebook
from learning.questions.due_notices import DueNotices
from learning.sync.loop import Sync
from learning.tests.private_ticket_case import PrivateTicketTestCase
from learning.tests.question_case import Interrupted
from learning.tests.test_path_notices import Recorder, stop_at

SEAT = ("INSERT INTO learning_seat (ticket, sub, last_attempt, "
        "counting_attempt, counting_score, deducted) "
        "VALUES (%s, %s, 1, 1, %s, 0)")
OPENING = "INSERT INTO learning_opening (ticket, sub, at) VALUES (%s, %s, 1)"
ATTEMPT = ("INSERT INTO learning_attempt (ticket, sub, attempt, event_id, "
           "phase, phase_at, submitted) VALUES (%s, %s, 1, %s, %s, 1, %s)")


class DueNoticeCase(PrivateTicketTestCase):

    def setUp(self):
        super(DueNoticeCase, self).setUp()
        self.env.enable_component(Recorder)
        for name, value in (('smtp_enabled', 'true'),
                            ('email_sender', 'Recorder'),
                            ('mime_encoding', 'base64')):
            self.env.config.set('notification', name, value)
        self.addCleanup(setattr, chaos, 'point', chaos.point)
        self.point = chaos.point
        self.due(self.own, 0.5)

    def due(self, ticket, days):
        self.env.db_transaction(
            "UPDATE learning_question SET due_at=%s WHERE ticket=%s",
            (timestamps.now() + int(days * timestamps.DAY), ticket))

    def send(self):
        DueNotices(self.env).send_due()
        return self.mails()

    def mails(self):
        """[(recipient, subject, text)] of the mails so far, newest last."""
        found = []
        for recipients, message in Recorder(self.env).sent:
            subject = u''.join(
                part.decode(charset or 'ascii') for part, charset in
                email.header.decode_header(message['Subject']))
            body, = message.get_payload()
            text = body.get_payload(decode=True).decode('utf-8')
            found += [(who, subject, text) for who in recipients]
        return found


class WhoTestCase(DueNoticeCase):

    def who(self):
        return sorted(mail[0] for mail in self.send())

    def test_learner_of_an_own_question_is_told_when_and_where(self):
        (who, subject, text), = self.send()
        self.assertEqual('ada@demo.test', who)
        self.assertIn(u'\u201cThe zebra question\u201d is due', subject)
        self.assertIn('UTC', subject)
        for said in ('/ticket/%d#learning' % self.own, 'marked as late',
                     '/prefs/notification'):
            self.assertIn(said, text)
        self.assertNotIn('<', text)

    def test_of_a_shared_one_those_who_take_part_in_its_course(self):
        self.env.db_transaction("UPDATE learning_question SET due_at=NULL, "
                                "course='Git'")
        self.due(self.shared, 0.5)
        self.assertEqual([], self.who())
        self.env.db_transaction(SEAT, (self.own, 'sub-ada', 0.9))
        self.env.db_transaction(OPENING, (self.shared, 'sub-bob'))
        for staff in ('author', 'operator'):
            self.env.db_transaction(OPENING, (self.shared, 'sub-' + staff))
        self.assertEqual(['ada@demo.test', 'bob@demo.test'], self.who())

    def test_of_another_course_nobody_is_reminded(self):
        self.env.db_transaction("UPDATE learning_question SET due_at=NULL")
        self.due(self.shared, 0.5)
        self.env.db_transaction("UPDATE learning_question SET course='Git' "
                                "WHERE ticket=%s", (self.own,))
        self.env.db_transaction(OPENING, (self.own, 'sub-ada'))
        self.assertEqual([], self.who())

    def test_who_passed_is_not_reminded_and_who_did_not_is(self):
        self.env.db_transaction(SEAT, (self.own, 'sub-ada', 0.79))
        self.assertEqual(['ada@demo.test'], self.who())
        self.due(self.own, 0.6)
        self.env.db_transaction("UPDATE learning_seat SET counting_score=0.8")
        self.assertEqual(['ada@demo.test'], self.who())

    def test_answer_that_waits_for_its_grade_is_none_to_remind_of(self):
        self.env.db_transaction(SEAT, (self.own, 'sub-ada', None))
        self.env.db_transaction(ATTEMPT, (self.own, 'sub-ada', 'e', 'queued',
                                          1))
        self.assertEqual([], self.who())

    def test_closed_past_and_far_ones_are_no_news(self):
        for days in (-0.1, 1.1):
            self.due(self.own, days)
            self.assertEqual([], self.send())
        self.due(self.own, 0.5)
        self.env.db_transaction("UPDATE ticket SET status='closed'")
        self.assertEqual([], self.send())


class OnceTestCase(DueNoticeCase):

    def test_reminder_comes_once_and_again_when_the_date_moves(self):
        for _ in range(3):
            Sync(self.env)._catch_up()
            Sync(self.env).caught_up = 0
        self.assertEqual(1, len(self.mails()))
        self.due(self.own, 0.7)
        self.assertEqual(2, len(self.send()))

    def test_all_that_are_due_are_one_mail(self):
        self.env.db_transaction(OPENING, (self.shared, 'sub-ada'))
        self.due(self.shared, 0.4)
        mail, = [mail for mail in self.send()]
        self.assertIn('2 questions are due soon', mail[1])
        self.assertLess(mail[2].index('A shared question'),
                        mail[2].index('The zebra question'))

    def test_death_while_it_is_said_says_it_no_second_time(self):
        chaos.point = stop_at('due_notice_claimed')
        with self.assertRaises(Interrupted):
            self.send()
        chaos.point = self.point
        self.assertEqual([], self.send())

    def test_mail_server_that_says_no_hinders_nothing(self):
        self.env.config.set('notification', 'test_fails', 'true')
        self.assertEqual([], self.send())

    def test_rule_stands_in_the_preferences(self):
        self.assertIn('A question that I have not passed is due',
                      self.browse('ada').get('/trac/prefs/notification').body)


class GradebookTestCase(DueNoticeCase):

    def test_counting_attempt_after_the_due_date_is_late(self):
        at = timestamps.now() + timestamps.DAY
        self.env.db_transaction(ATTEMPT, (self.own, 'sub-ada', 'e', 'graded',
                                          at))
        late = gradebook.late_attempts(self.env)
        self.assertEqual({(self.own, 'sub-ada', 1)}, late)
        self.due(self.own, 2)
        self.assertEqual(set(), gradebook.late_attempts(self.env))


if __name__ == '__main__':
    unittest.main()
