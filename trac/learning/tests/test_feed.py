# -*- coding: utf-8 -*-

import unittest

from trac.ticket.model import Ticket

from learning import chaos, timestamps
from learning.answers.attempt import Attempts
from learning.sync import cursor
from learning.sync.feed import Feed, parse_change
from learning.tests.question_case import (LEARNER, OTHER, SUBS, Interrupted,
                                          QuestionTestCase, change, grade,
                                          orders)
from learning.tickets.cleanup import TABLES, LearningCleanup
from learning.users.account import Accounts

EPOCH = 'epoch-1'


class FeedTestCase(QuestionTestCase):

    def setUp(self):
        QuestionTestCase.setUp(self)
        self.env.config.set('learning', 'answers_per_hour', 0)
        cursor.start_epoch(self.env, EPOCH)
        self.point = chaos.point

    def tearDown(self):
        chaos.point = self.point
        QuestionTestCase.tearDown(self)

    def apply(self, *changes):
        for raw in changes:
            Feed(self.env).apply(parse_change(raw), EPOCH)

    def tell(self, *changes):
        """In this order: the feed counts them as it tells them."""
        for raw in changes:
            self.apply(dict(raw, id=cursor.read_position(self.env)[1] + 1))

    def answered(self, learner=SUBS[LEARNER], times=1):
        ticket = self.ticket(learner=learner)
        for number in range(times):
            self.unheard(ticket)
            self.answer(ticket, u'answer %d' % number)
        return ticket

    def attempts(self, ticket):
        return Attempts(self.env).of(ticket, SUBS[LEARNER])

    def comments(self, ticket):
        return [new for _, author, field, _, new, _
                in Ticket(self.env, ticket).get_changelog()
                if field == 'comment' and author == 'TracLearn']

    def graded(self, number, ticket, attempt=1, ident=None, kind='graded',
               at=None, **more):
        return change(number, kind, ticket, attempt, learner=SUBS[LEARNER],
                      at=at, grade=grade(ident or 'g%d' % number, at=at,
                                         **more))

    def phase(self, number, kind, ticket, attempt=1, **more):
        return change(number, kind, ticket, attempt, learner=SUBS[LEARNER],
                      **more)


class GradeTestCase(FeedTestCase):

    def test_a_grade_comes_to_panel_and_own_ticket_once(self):
        ticket = self.answered()
        one = self.graded(1, ticket)
        self.apply(one, one)
        attempt, = self.attempts(ticket)
        self.assertEqual(('graded', 0.6667, 'Well said.', 1, 'g1'), (
            attempt.phase, attempt.score, attempt.feedback,
            attempt.provisional, attempt.grade_id))
        self.assertEqual(['yes', 'no'], [i['verdict'] for i in attempt.items])
        self.assertEqual([u'Your answer was graded: 67 % (answer 1, '
                          u'provisional). What was right and what is missing '
                          u'stands above.'],
                         self.comments(ticket))
        self.assertEqual((EPOCH, 1), cursor.read_position(self.env))

    def test_a_shared_ticket_gets_no_comment(self):
        ticket = self.answered(learner='')
        self.apply(self.graded(1, ticket))
        self.assertEqual('graded', self.attempts(ticket)[0].phase)
        self.assertEqual([], self.comments(ticket))

    def test_a_late_grade_of_a_replaced_answer_is_no_result(self):
        ticket = self.answered(times=2)
        self.apply(self.graded(1, ticket, attempt=2, score=1),
                   self.graded(2, ticket, attempt=1, score=0))
        self.assertEqual([1, 0], [a.score for a in self.attempts(ticket)])
        self.assertEqual(1, len(self.comments(ticket)))
        self.assertIn('answer 2', self.comments(ticket)[0])

    def test_a_person_wins_over_every_machine(self):
        ticket = self.answered()
        self.apply(self.graded(1, ticket, kind='overridden', score=0.9,
                               person=True),
                   self.graded(2, ticket, score=0.1, revision=7))
        self.assertEqual((0.9, 1), (self.attempts(ticket)[0].score,
                                    self.attempts(ticket)[0].person))
        self.assertEqual(1, len(self.comments(ticket)))
        self.assertIn('90 % (answer 1, set by a person)',
                      self.comments(ticket)[0])

    def test_a_regrade_is_another_comment(self):
        ticket = self.answered()
        self.apply(self.graded(1, ticket, revision=1),
                   self.graded(2, ticket, revision=2, score=1))
        self.assertEqual(2, len(self.comments(ticket)))
        self.assertEqual(1, self.attempts(ticket)[0].score)

    def test_all_orders_end_alike(self):
        ends = set()
        account = Accounts(self.env).of_user(LEARNER)
        start = timestamps.now() + 10 * timestamps.SECOND
        for order in orders(5):
            ticket = self.ticket(learner=SUBS[LEARNER])
            for text in (u'one', u'two'):
                self.unheard(ticket)
                Attempts(self.env).submit(ticket, account, text, '')
            at = lambda n: start + n * timestamps.SECOND    # noqa: E731
            ids = ['%d-%d' % (ticket, n) for n in range(5)]
            changes = [
                self.phase(0, 'ungradable', ticket, 1, at=at(5)),
                self.graded(1, ticket, 1, ids[1], at=at(1), score=0.1),
                self.graded(2, ticket, 2, ids[2], at=at(2), score=0.2),
                self.graded(3, ticket, 2, ids[3], at=at(3), score=0.3,
                            revision=2),
                self.graded(4, ticket, 2, ids[4], at=at(4), score=0.4,
                            person=True)]
            for n in order:
                self.tell(changes[n], changes[n])
            ends.add(tuple((a.phase, a.score, a.person, a.revision,
                            a.phase_at) for a in self.attempts(ticket)))
        self.assertEqual({(('graded', 0.4, 1, 1, at(4)),
                           ('graded', 0.1, 0, 1, at(1)))}, ends)

    def test_equal_revisions_end_alike_in_all_orders(self):
        ends = set()
        start = timestamps.now()
        for order in orders(5):
            ticket = self.answered()
            at = lambda n: start + n * timestamps.SECOND    # noqa: E731
            changes = [
                self.graded(0, ticket, ident='%d-z' % ticket, at=at(9)),
                self.graded(1, ticket, ident='%d-d' % ticket, at=at(2),
                            score=0.1, person=True),
                self.graded(2, ticket, ident='%d-a' % ticket, at=at(3),
                            score=0.2, person=True),
                self.graded(3, ticket, ident='%d-c' % ticket, at=at(3),
                            score=0.3, person=True),
                self.graded(4, ticket, ident='%d-b' % ticket, at=at(3),
                            score=0.4, person=True)]
            self.tell(*[changes[n] for n in order])
            ends.update((a.score, a.grade_id[-1], a.phase_at)
                        for a in self.attempts(ticket))
        self.assertEqual({(0.3, 'c', at(3))}, ends)

    def test_what_a_learner_wrote_never_becomes_markup(self):
        ticket = self.answered()
        one = self.graded(1, ticket)
        one['grade'].update(feedback='[[Image(x)]] {{{ }}} <b>',
                            sources=[{'title': '[[BR]]'}])
        self.apply(one)
        self.assertNotRegexpMatches(self.comments(ticket)[0], r'[\[\]{}<>!#]')

    def test_mail_only_after_the_commit(self):
        from learning.sync import feed
        ticket, seen = self.answered(), []
        notify_change = feed.notify_change
        feed.notify_change = lambda env, event: \
            seen.append((event.comment, cursor.read_position(env)))
        try:
            self.apply(self.graded(1, ticket))
        finally:
            feed.notify_change = notify_change
        self.assertEqual([(self.comments(ticket)[0], (EPOCH, 1))], seen)


class KillTestCase(FeedTestCase):

    def test_at_each_point_it_is_all_or_nothing(self):
        for number, at in enumerate(('applied', 'saved', 'sync_committed'),
                                    1):
            ticket = self.answered()
            one = self.graded(number, ticket, ident='g-%s' % at)

            def point(name):
                if name == at:
                    raise Interrupted()
            chaos.point = point
            self.assertRaises(Interrupted, self.apply, one)
            there = at == 'sync_committed'
            self.assertEqual(int(there), len(self.comments(ticket)))
            self.assertEqual('graded' if there else 'received',
                             self.attempts(ticket)[0].phase)
            self.assertEqual(int(there), len(self.env.db_query(
                "SELECT 1 FROM learning_applied WHERE grade_id=%s",
                ('g-%s' % at,))))
            chaos.point = self.point
            self.apply(one)
            self.assertEqual(1, len(self.comments(ticket)), at)
            self.assertEqual('graded', self.attempts(ticket)[0].phase)

    def test_a_failing_listener_takes_everything_back(self):
        ticket = self.answered()
        notify = LearningCleanup.ticket_changed
        LearningCleanup.ticket_changed = lambda *args: 1 / 0
        try:
            self.assertRaises(ZeroDivisionError, self.apply,
                              self.graded(1, ticket))
        finally:
            LearningCleanup.ticket_changed = notify
        self.assertEqual('received', self.attempts(ticket)[0].phase)
        self.assertEqual((EPOCH, 0), cursor.read_position(self.env))
        Feed(self.env).apply(parse_change(self.graded(1, ticket)), EPOCH,
                             comment=False)
        self.assertEqual('graded', self.attempts(ticket)[0].phase)
        self.assertEqual([], self.comments(ticket))


class PhaseTestCase(FeedTestCase):

    def test_change_sets_the_phase_of_its_kind(self):
        ticket = self.answered()
        now = timestamps.now()
        for number, (kind, phase) in enumerate((
                ('answer_received', 'queued'), ('grading_started', 'grading'),
                ('ungradable', 'ungradable'), ('grading_started', 'grading'),
                ('delayed', 'delayed')), 1):
            self.apply(self.phase(number, kind, ticket,
                                  at=now + number * timestamps.SECOND,
                                  reason='because'))
            self.assertEqual(phase, self.attempts(ticket)[0].phase)
        self.apply(self.graded(9, ticket),
                   self.phase(10, 'ungradable', ticket,
                              at=now + 99 * timestamps.SECOND))
        self.assertEqual('graded', self.attempts(ticket)[0].phase)

    def test_a_clock_that_is_behind_loses_no_phase(self):
        ticket = self.answered()
        self.apply(self.phase(1, 'answer_received', ticket, at=1000000))
        self.assertEqual('queued', self.attempts(ticket)[0].phase)

    def test_a_step_told_late_moves_nothing(self):
        ticket = self.answered()
        now = timestamps.now()
        self.apply(self.phase(1, 'grading_started', ticket,
                              at=now + timestamps.SECOND))
        for number, kind in enumerate(('answer_received', 'ungradable'), 2):
            self.apply(self.phase(number, kind, ticket, reason='outranked',
                                  at=now + number * timestamps.SECOND))
        attempt, = self.attempts(ticket)
        self.assertEqual(('grading', ''), (attempt.phase, attempt.reason))
        self.assertEqual((EPOCH, 3), cursor.read_position(self.env))

    def test_only_the_answer_that_came_second_is_refused(self):
        ticket = self.answered()
        event_id = self.attempts(ticket)[0].event_id
        for number, refused, phase in ((1, 'another', 'received'),
                                       (2, event_id, 'rejected')):
            self.apply(self.phase(number, 'rejected', ticket,
                                  event_id=refused, reason='attempt_taken',
                                  at=timestamps.now()))
            self.assertEqual(phase, self.attempts(ticket)[0].phase)

    def test_an_unknown_kind_does_no_harm(self):
        ticket = self.answered()
        self.apply(self.phase(1, 'something_new', ticket))
        self.assertEqual('received', self.attempts(ticket)[0].phase)
        self.assertEqual((EPOCH, 1), cursor.read_position(self.env))


class StateTestCase(FeedTestCase):
    """A change that carries a state is taken at its word."""

    def stated(self, number, ticket, phase, kind='answer_received', grade=None,
               rank=(0, 0, 0, ''), at=None, reason=None, answer=None, **more):
        return dict(self.phase(number, kind, ticket, at=at, **more), state={
            'attempt': 1, 'phase': phase, 'reason': reason, 'answer': answer,
            'at': timestamps.to_rfc3339(at or timestamps.now()),
            'rank': list(rank), 'grade': grade})

    def given(self, number, ticket, ident, revision=1, at=5, **more):
        at *= timestamps.SECOND
        one = grade(ident, revision=revision, at=at, **more)
        return self.stated(number, ticket, 'graded', 'answer_received', one,
                           (int(one['person']), revision, at, ident), at)

    def test_the_state_counts_and_not_the_kind(self):
        ticket = self.answered()
        self.apply(self.stated(1, ticket, 'ungradable', 'something_new',
                               at=7, reason='grader_failed'))
        attempt, = self.attempts(ticket)
        self.assertEqual(('ungradable', 7, 'grader_failed'), (
            attempt.phase, attempt.phase_at, attempt.reason))

    def test_the_last_state_counts_by_whatever_clock(self):
        ticket = self.answered()
        self.apply(self.stated(1, ticket, 'delayed', at=900),
                   self.stated(2, ticket, 'queued', at=7))
        self.assertEqual('queued', self.attempts(ticket)[0].phase)

    def test_a_change_that_is_behind_the_cursor_was_applied(self):
        ticket = self.answered()
        self.apply(self.stated(2, ticket, 'grading'),
                   self.stated(1, ticket, 'queued'),
                   self.stated(2, ticket, 'delayed'))
        self.assertEqual('grading', self.attempts(ticket)[0].phase)

    def test_a_grade_on_any_kind_of_change_is_shown_and_noted_once(self):
        ticket = self.answered()
        self.apply(self.given(1, ticket, 'g'), self.given(2, ticket, 'g'))
        self.assertEqual(('graded', 'g', 5 * timestamps.SECOND), (
            self.attempts(ticket)[0].phase, self.attempts(ticket)[0].grade_id,
            self.attempts(ticket)[0].phase_at))
        self.assertEqual(1, len(self.comments(ticket)))

    def test_a_grade_gives_way_to_a_greater_rank_only(self):
        ticket = self.answered()
        self.apply(self.given(1, ticket, 'b', revision=2))
        # Of a database without that grade.
        cursor.start_epoch(self.env, 'epoch-2')
        for number, state in enumerate((
                self.stated(0, ticket, 'grading'),
                self.given(0, ticket, 'a', at=9),
                self.given(0, ticket, 'b', revision=2)), 1):
            Feed(self.env).apply(parse_change(dict(state, id=number)),
                                 'epoch-2')
            self.assertEqual('b', self.attempts(ticket)[0].grade_id)
        last = self.given(9, ticket, 'c', person=True)
        Feed(self.env).apply(parse_change(last), 'epoch-2')
        self.assertEqual('c', self.attempts(ticket)[0].grade_id)
        self.assertEqual(2, len(self.comments(ticket)))

    def test_a_state_of_another_answer_is_not_this_ones(self):
        ticket = self.answered()
        event_id = self.attempts(ticket)[0].event_id
        self.apply(self.stated(1, ticket, 'rejected', answer='another'))
        self.assertEqual('received', self.attempts(ticket)[0].phase)
        self.apply(self.stated(2, ticket, 'rejected', answer=event_id))
        self.assertEqual('rejected', self.attempts(ticket)[0].phase)


class EchoTestCase(FeedTestCase):

    def open(self):
        return [r[0] for r in self.env.db_query(
            "SELECT event_id FROM learning_outbox WHERE echoed IS NULL")]

    def test_only_the_feed_closes_a_row(self):
        ticket = self.answered()
        event, = self.open()
        self.apply(self.phase(1, 'answer_received', ticket, event_id=event))
        self.assertEqual([], self.open())

    def test_echo_of_another_learner_or_ticket_closes_no_row(self):
        ticket = self.answered(learner='')
        event, = self.open()
        self.apply(
            change(1, 'answer_received', ticket, 1, event, SUBS[OTHER]),
            change(2, 'rejected', ticket, 1, event, SUBS[OTHER]),
            change(3, 'answer_received', ticket + 1, 1, event, SUBS[LEARNER]))
        self.assertEqual([event], self.open())

    def test_rejection_closes_the_row_and_is_kept_for_staff(self):
        ticket = self.ticket()
        self.env.db_transaction("UPDATE learning_outbox SET echoed=NULL")
        event, = self.open()
        self.apply(change(1, 'rejected', ticket, event_id=event,
                          reason='not an author'))
        self.assertEqual([], self.open())
        self.assertEqual([('rejected: not an author',)],
                         self.rows('last_error', 'outbox'))


class GoneTestCase(FeedTestCase):

    def test_deleted_ticket_takes_its_rows_and_later_news_do_nothing(self):
        ticket = self.answered()
        Ticket(self.env, ticket).delete()
        for table in TABLES:
            self.assertEqual([], self.env.db_query("SELECT * FROM " + table))
        feed = Feed(self.env)
        self.apply(self.phase(1, 'answer_received', ticket),
                   self.graded(2, ticket))
        self.assertEqual(2, feed.without_effect)
        self.assertEqual((EPOCH, 2), cursor.read_position(self.env))
        self.assertEqual([], self.rows('*', 'seat'))
        self.assertEqual([], self.env.db_query("SELECT * FROM ticket_change"))

    def test_grade_of_a_ticket_deleted_by_sql_makes_no_comment(self):
        ticket = self.answered()
        for table in ('ticket', 'ticket_change'):
            self.env.db_transaction("DELETE FROM " + table)
        self.apply(self.graded(1, ticket))
        self.assertEqual([], self.env.db_query("SELECT * FROM ticket_change"))
        self.assertEqual('graded', self.attempts(ticket)[0].phase)

    def test_grade_of_an_unknown_learner_or_attempt_is_passed_over(self):
        ticket = self.answered()
        self.apply(change(1, 'graded', ticket, 1, learner='nobody',
                          grade=grade('x')),
                   self.graded(2, ticket, attempt=9))
        self.assertEqual('received', self.attempts(ticket)[0].phase)
        self.assertEqual((EPOCH, 2), cursor.read_position(self.env))


if __name__ == '__main__':
    unittest.main()
