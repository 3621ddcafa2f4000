# -*- coding: utf-8 -*-
"""What mails say of questions and grades: what is new, in the product's voice,
and nothing that the page would hide.
"""

import unittest

from trac.notification.api import NotificationSystem
from trac.notification.model import Subscription
from trac.ticket.model import Ticket
from trac.ticket.notification import TicketChangeEvent
from trac.util.datefmt import datetime_now, utc

from learning import timestamps
from learning.answers import grade_notices
from learning.answers.attempt import new_attempt
from learning.tests.test_due_notices import DueNoticeCase
from learning.tickets.mail import QuestionMail
from learning.users.names import AUTHOR


class MailCase(DueNoticeCase):

    def setUp(self):
        super(MailCase, self).setUp()
        QuestionMail(self.env)
        self.env.db_transaction(
            "UPDATE learning_question SET reference='SECRET-REFERENCE', "
            "question='SECRET-QUESTION', course='Git'")

    def watch(self, *names):
        for name in names:
            Subscription.add(self.env, {
                'sid': name + '@demo.test', 'authenticated': 1,
                'distributor': 'email', 'format': 'text/plain',
                'adverb': 'always', 'class': 'CarbonCopySubscriber'})

    def change(self, number, author, words):
        ticket = Ticket(self.env, number)
        ticket['cc'] = ('ada@demo.test, bob@demo.test, author@demo.test')
        ticket.save_changes(author, words, when=datetime_now(utc))
        NotificationSystem(self.env).notify(TicketChangeEvent(
            'changed', ticket, ticket['changetime'], author, words))


class CommentTestCase(MailCase):

    def test_fields_of_bugs_give_way_to_course_and_due_date(self):
        self.watch('ada')
        self.change(self.own, 'author@demo.test', 'See page 3.')
        (who, _subject, text), = [mail for mail in self.mails()
                                  if 'ada' in mail[0]]
        for said in ('The zebra question', 'See page 3.', 'Course: Git',
                     'Due: ', '/ticket/%d#comment' % self.own):
            self.assertIn(said, text)
        for said in ('Priority', 'Milestone', 'Reporter', 'SECRET', '</'):
            self.assertNotIn(said, text)

    def test_other_tickets_are_as_trac_says_them(self):
        self.watch('ada')
        bug = Ticket(self.env)
        bug.populate({'summary': 'A bug', 'status': 'new'})
        self.change(bug.insert(), 'bob@demo.test', 'Broken.')
        self.assertIn('Priority', self.mails()[0][2])

    def test_grade_is_told_to_watchers_and_to_its_learner_otherwise(self):
        self.watch('ada', 'bob', 'author')
        self.change(self.own, AUTHOR, 'Your answer was graded: 80 %')
        self.assertEqual(['author@demo.test'],
                         [mail[0] for mail in self.mails()])


class GradeTestCase(MailCase):

    def tell(self, seconds, ticket=None):
        attempt = new_attempt(ticket or self.shared, 'sub-ada', 1, 'SECRET-A',
                              'e')
        attempt = attempt._replace(
            submitted=attempt.submitted - seconds * timestamps.SECOND,
            phase='graded', score=0.8, feedback='SECRET-FEEDBACK')
        grade_notices.send_first_grade(self.env, attempt)
        return self.mails()

    def test_late_grade_is_told_with_its_score_and_the_way_to_it(self):
        (who, subject, text), = self.tell(61)
        self.assertEqual('ada@demo.test', who)
        self.assertIn(u'Your answer to \u201cA shared question\u201d was '
                      u'graded: 80 %', subject)
        self.assertIn('/ticket/%d#learning-attempts' % self.shared, text)
        self.assertNotIn('SECRET', text)

    def test_grade_that_came_while_its_learner_waited_is_no_news(self):
        self.assertEqual([], self.tell(5))

    def test_administrator_may_have_each_told(self):
        self.env.config.set('learning', 'grade_mail_after', '0')
        self.assertEqual(1, len(self.tell(0)))

    def test_learner_who_wants_none_gets_none(self):
        Subscription.add(self.env, {
            'sid': 'ada@demo.test', 'authenticated': 1,
            'distributor': 'email', 'format': 'text/plain',
            'adverb': 'never', 'class': 'GradeSubscriber'})
        self.assertEqual([], self.tell(61))


if __name__ == '__main__':
    unittest.main()
