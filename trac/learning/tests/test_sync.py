# -*- coding: utf-8 -*-

import os
import signal
import threading
import time
import unittest

from learning import timestamps
from learning.answers.attempt import Attempts
from learning.errors import GatewayError, MachineTokenError
from learning.gateway.client import Gateway
from learning.operations.trouble import stuck_events
from learning.sync import applied_grades, cursor, loop, outbox
from learning.sync.feed import Feed, parse_change
from learning.sync.loop import COMMENT_TRIES, Sync
from learning.sync.outbox import Outbox
from learning.tests.question_case import (LEARNER, SUBS, QuestionTestCase,
                                          change, grade, send)


class SyncCase(QuestionTestCase):

    def setUp(self):
        QuestionTestCase.setUp(self)
        self.sync = Sync(self.env)
        self.serve('e1')

    def serve(self, epoch, *changes):
        self.gateway.page = {
            'epoch': epoch, 'changes': list(changes),
            'cursor': changes[-1]['id'] if changes else 0}

    def answered(self):
        """An answer that was sent once; what is asked for later counts."""
        ticket = self.ticket(learner=SUBS[LEARNER])
        self.answer(ticket, u'an answer')
        del self.gateway.requests[:]
        return ticket, Attempts(self.env).of(ticket, SUBS[LEARNER])[0]

    def age(self, seconds):
        self.env.db_transaction(
            "UPDATE learning_outbox SET created=created-%s, sent=sent-%s",
            (seconds * timestamps.SECOND,) * 2)

    def asked(self):
        return [path for _, path, _, _ in self.gateway.requests
                if path.startswith('/api/v1/changes')]


class ReadTestCase(SyncCase):

    def test_a_page_is_applied_and_the_cursor_moves(self):
        ticket, attempt = self.answered()
        self.serve('e1',
                   change(7, 'answer_received', ticket, 1, attempt.event_id,
                          SUBS[LEARNER]),
                   change(9, 'graded', ticket, 1, None, SUBS[LEARNER],
                          grade=grade('g')))
        self.sync.read_feed(0)
        self.assertEqual(('e1', 9), cursor.read_position(self.env))
        self.assertEqual('graded', Attempts(self.env).of(
            ticket, SUBS[LEARNER])[0].phase)
        self.serve('e1')
        self.sync.read_feed(3)
        self.assertEqual(['after=0&limit=100&wait=0',
                          'after=9&epoch=e1&limit=100&wait=3'],
                         ['&'.join(sorted(path.partition('?')[2].split('&')))
                          for path in self.asked()])
        self.assertEqual('Bearer machine-token',
                         self.gateway.requests[-1][2]['authorization'])

    def test_a_new_epoch_is_read_from_its_beginning_and_changes_nothing(self):
        ticket, attempt = self.answered()
        graded = change(5000, 'graded', ticket, 1, None, SUBS[LEARNER],
                        grade=grade('g'))
        self.serve('e1', graded)
        self.sync.read_feed(0)
        before = self.env.db_query("SELECT * FROM ticket_change")
        self.serve('e2', dict(graded, id=3))
        self.sync.read_feed(0)
        self.assertEqual(('e2', 3), cursor.read_position(self.env))
        self.assertEqual(before,
                         self.env.db_query("SELECT * FROM ticket_change"))

    def test_a_change_that_nobody_understands_blocks_nothing(self):
        ticket, _ = self.answered()
        bad = change(1, 'graded', ticket, 1, None, SUBS[LEARNER],
                     grade=grade('g'))
        del bad['at']
        self.serve('e1', bad, change(2, 'answer_received', ticket, 1, None,
                                     SUBS[LEARNER]))
        self.sync.read_feed(0)
        self.assertEqual(('e1', 2), cursor.read_position(self.env))

    def test_a_change_that_cannot_be_commented_on_reaches_the_panel(self):
        ticket, _ = self.answered()
        self.serve('e1', change(1, 'graded', ticket, 1, None, SUBS[LEARNER],
                                grade=grade('g')))
        apply, tried = Feed.apply, []

        def broken(self, raw, epoch, comment=True):
            tried.append(comment)
            if comment:
                raise ValueError("another plugin")
            return apply(self, raw, epoch, comment)
        Feed.apply = broken
        try:
            for _ in range(COMMENT_TRIES):
                self.assertRaises(ValueError, self.sync.read_feed, 0)
            self.sync.read_feed(0)
        finally:
            Feed.apply = apply
        self.assertEqual([True] * COMMENT_TRIES + [False], tried)
        self.assertEqual('graded', Attempts(self.env).of(
            ticket, SUBS[LEARNER])[0].phase)

    def test_a_change_that_cannot_be_applied_blocks_nobody(self):
        ticket, attempt = self.answered()
        other = self.answered()[0]
        bad = change(1, 'overridden', ticket, 1, None, SUBS[LEARNER],
                     grade=grade('g', revision=2 ** 70, person=True))
        self.serve('e1', bad, change(2, 'graded', other, 1, None,
                                     SUBS[LEARNER], grade=grade('h')))
        for _ in range(2 * COMMENT_TRIES - 1):
            self.assertRaises(Exception, self.sync.read_feed, 0)
            self.assertEqual(('e1', 0), cursor.read_position(self.env))
        self.sync.read_feed(0)
        self.assertEqual(('e1', 2), cursor.read_position(self.env))
        self.assertEqual(['received', 'graded'], [
            Attempts(self.env).of(number, SUBS[LEARNER])[0].phase
            for number in (ticket, other)])
        shown, = stuck_events(self.env)
        self.assertEqual((bad['event_id'], 'overridden', ticket, LEARNER),
                         (shown.event_id, shown.detail_type, shown.ticket,
                          shown.username))
        self.assertIn('not shown in Trac: ', shown.last_error)
        self.assertNotIn(bad['event_id'],
                         [m.event_id for m in Outbox(self.env).due(10)])

    def test_leaving_out_an_echo_closes_its_row(self):
        ticket, attempt = self.answered()
        one = parse_change(change(1, 'answer_received', ticket, 1,
                                  attempt.event_id, SUBS[LEARNER]))
        for error in ('first', 'second'):
            with self.env.db_transaction as db:
                outbox.add_left_out(db, one, error)
            self.assertEqual([(attempt.event_id, error)], [
                (s.event_id, s.last_error)
                for s in stuck_events(self.env)])
        self.assertIsNone(Outbox(self.env).next_due())

    def test_a_database_in_trouble_leaves_nothing_out(self):
        ticket, _ = self.answered()
        self.serve('e1', change(1, 'graded', ticket, 1, None, SUBS[LEARNER],
                                grade=grade('g')))
        self.env.db_transaction("ALTER TABLE learning_applied RENAME TO away")
        for _ in range(3 * COMMENT_TRIES):
            self.assertRaises(self.env.db_exc.DatabaseError,
                              self.sync.read_feed, 0)
        self.env.db_transaction("ALTER TABLE away RENAME TO learning_applied")
        self.sync.read_feed(0)
        self.assertEqual('graded', Attempts(self.env).of(
            ticket, SUBS[LEARNER])[0].phase)

    def test_reading_from_a_gateway_that_is_down_raises(self):
        self.env.config.set('learning', 'gateway_url', 'http://127.0.0.1:9')
        self.assertRaises(GatewayError, self.sync.read_feed, 0)
        self.env.config.set('learning', 'cognito_token_url',
                            'http://127.0.0.1:9')
        Gateway(self.env).machine.forget()
        self.assertRaises(GatewayError, self.sync.read_feed, 0)


class ResendTestCase(SyncCase):

    def relayed(self):
        return self.gateway.bodies('/api/v1/relay')

    def test_what_was_not_echoed_is_sent_again_with_the_same_id(self):
        ticket, attempt = self.answered()
        self.sync.relay_due()
        self.assertEqual([], self.relayed())
        self.age(6)
        self.sync.relay_due()
        body, = self.relayed()
        self.assertEqual(
            (attempt.event_id, SUBS[LEARNER], [], 'AnswerSubmitted.v1',
             {'ticket': ticket, 'attempt': 1, 'answer': 'an answer'}),
            (body['event_id'], body['learner'], body['groups'],
             body['detail_type'], body['data']))
        self.assertEqual(timestamps.to_rfc3339(attempt.submitted),
                         body['occurred_at'])

    def test_it_never_gives_up_but_takes_longer(self):
        self.answered()
        for tries, pause in ((1, 5), (2, 10), (5, 120), (6, 300), (90, 300)):
            self.env.db_transaction(
                "UPDATE learning_outbox SET tries=%s, sent=%s",
                (tries, timestamps.now()))
            self.age(pause - 2)
            self.assertEqual([], [m for m in Outbox(self.env).due(10)
                                  if m.detail_type == 'AnswerSubmitted.v1'])
            self.age(3)
            self.assertEqual(1, len(Outbox(self.env).due(10)))

    def test_an_old_row_is_sent_again_when_the_feed_was_read_to_its_end(self):
        """Its consumers may have forgotten it, and its echo is unread."""
        ticket, attempt = self.answered()
        other, _ = self.answered()
        self.age(31 * 86400)
        self.serve('e1', change(7, 'answer_received', ticket, 1,
                                attempt.event_id, SUBS[LEARNER]))
        self.sync.relay_due()
        self.sync.read_feed(0)
        self.sync.relay_due()
        self.assertEqual([], self.relayed())
        self.gateway.page = {'epoch': 'e1', 'changes': [], 'cursor': 7}
        self.sync.read_feed(0)
        self.sync.relay_due()
        self.assertEqual([other],
                         [b['data']['ticket'] for b in self.relayed()])

    def test_a_younger_row_waits_for_nothing(self):
        self.answered()
        self.age(29 * 86400)
        self.sync.relay_due()
        self.assertEqual(1, len(self.relayed()))

    def test_echoed_row_is_not_sent_again(self):
        self.answered()
        self.age(1000)
        self.env.db_transaction("UPDATE learning_outbox SET echoed=1")
        self.sync.relay_due()
        self.assertEqual([], self.relayed())
        self.assertIsNone(Outbox(self.env).next_due())

    def test_a_refused_body_is_kept_for_staff_and_blocks_nothing(self):
        for _ in range(5):
            self.answered()
        self.age(10)
        self.gateway.replies['/api/v1/relay'] = \
            lambda body: 400 if body['data']['ticket'] < 5 else 202
        self.sync.relay_due()
        self.assertEqual(5, len(self.relayed()))
        refused = u'Refused: The gateway answered 400 as told'
        self.assertEqual([refused] * 4 + [u''], [
            e for e, in self.env.db_query(
                "SELECT last_error FROM learning_outbox "
                "WHERE detail_type='AnswerSubmitted.v1' ORDER BY ticket")])

    def test_a_gateway_that_fails_is_left_alone(self):
        for _ in range(5):
            self.answered()
        self.age(10)
        self.gateway.replies['/api/v1/relay'] = 503
        self.sync.relay_due()
        self.assertEqual(3, len(self.relayed()))

    def test_a_slow_gateway_does_not_keep_sync_from_the_feed(self):
        for _ in range(3):
            self.answered()
        self.age(10)
        limit, loop.RELAY_S = loop.RELAY_S, 0.1
        self.addCleanup(setattr, loop, 'RELAY_S', limit)
        self.gateway.replies['/api/v1/relay'] = \
            lambda body: time.sleep(0.2) or 202
        for n in (1, 2, 3):
            self.sync.relay_due()
            self.assertEqual(n, len({body['event_id']
                                     for body in self.relayed()}))

    def test_a_token_that_expired_is_renewed_once(self):
        self.answered()
        self.age(10)
        replies = [401, 202]
        self.gateway.replies['/api/v1/relay'] = lambda body: replies.pop(0)
        self.sync.relay_due()
        self.assertEqual(2, len(self.relayed()))
        self.assertEqual([], replies)
        self.assertEqual([('',)], self.env.db_query(
            "SELECT last_error FROM learning_outbox WHERE echoed IS NULL"))

    def test_the_feed_is_not_waited_for_while_a_row_is_late(self):
        self.assertEqual(3, self.sync._wait())
        self.answered()
        self.env.db_transaction("UPDATE learning_outbox SET sent=%s, tries=1",
                                (timestamps.now(),))
        self.assertEqual(3, self.sync._wait())
        self.age(3)
        self.assertEqual(2, self.sync._wait())
        self.age(99)
        self.assertEqual(1, self.sync._wait())

    def test_closed_rows_are_forgotten_in_the_end(self):
        self.answered()
        Outbox(self.env).prune()
        self.assertEqual(1, len(self.rows('event_id', 'outbox')))


class AppliedTestCase(SyncCase):

    def graded(self, count):
        ticket, _ = self.answered()
        self.serve('e1', *[change(n, 'graded', ticket, 1, None, SUBS[LEARNER],
                                  grade=grade('g%d' % n, revision=n))
                           for n in range(1, count + 1)])
        self.sync.read_feed(0)

    def ages(self, days):
        self.env.db_transaction("UPDATE learning_applied SET applied="
                                "applied-%s", (days * timestamps.DAY,))

    def left(self):
        return self.env.db_query("SELECT COUNT(*) FROM learning_applied")[0][0]

    def test_applied_grade_younger_than_35_days_is_kept(self):
        self.graded(1)
        self.ages(34)
        self.sync._prune()
        self.assertEqual(1, self.left())

    def test_what_was_forgotten_and_is_told_in_a_new_epoch_changes_nothing(
            self):
        self.graded(3)
        self.ages(36)
        self.sync._prune()
        self.assertEqual(0, self.left())
        tables = ('ticket_change', 'learning_attempt')
        before = [self.env.db_query("SELECT * FROM " + t) for t in tables]
        self.assertTrue(before[0])
        self.gateway.page['epoch'] = 'e2'
        self.sync.read_feed(0)
        self.assertEqual(('e2', 3), cursor.read_position(self.env))
        self.assertEqual(before, [self.env.db_query("SELECT * FROM " + t)
                                  for t in tables])

    def test_applied_grades_are_forgotten_in_batches(self):
        self.graded(5)
        self.ages(36)
        batch, applied_grades.BATCH_ROWS = applied_grades.BATCH_ROWS, 2
        try:
            self.sync._prune()
        finally:
            applied_grades.BATCH_ROWS = batch
        self.assertEqual(0, self.left())


class RunTestCase(SyncCase):

    def setUp(self):
        SyncCase.setUp(self)
        self.handlers = [(n, signal.getsignal(n))
                         for n in (signal.SIGTERM, signal.SIGINT)]

    def tearDown(self):
        for number, handler in self.handlers:
            signal.signal(number, handler)
        SyncCase.tearDown(self)

    def until(self, condition):
        """Run; SIGTERM comes as soon as the condition holds."""
        def watch():
            while not condition():
                time.sleep(0.01)
            self.told = time.time()
            os.kill(os.getpid(), signal.SIGTERM)
        thread = threading.Thread(target=watch)
        thread.daemon = True
        thread.start()
        self.sync.run()
        return time.time() - self.told

    def test_sigterm_while_the_feed_waits_ends_at_once(self):
        def wait(handler):
            time.sleep(3)
            return {'epoch': 'e1', 'changes': [], 'cursor': 0}
        self.gateway.feed = wait
        self.assertLess(self.until(self.asked), 1)
        self.assertEqual((None, 0), cursor.read_position(self.env))

    def test_sigterm_while_resting_ends_at_once(self):
        self.env.config.set('learning', 'gateway_url', 'http://127.0.0.1:9')
        self.assertLess(self.until(lambda: self.sync.idle), 1)

    def test_sigterm_while_applying_finishes_the_change(self):
        ticket, _ = self.answered()
        self.serve('e1', *[change(n, 'graded', ticket, 1, None, SUBS[LEARNER],
                                  grade=grade('g%d' % n, revision=n))
                           for n in (1, 2, 3)])
        apply, applied = Feed.apply, []

        def told(self, one, epoch, comment=True):
            applied.append(one.id)
            if one.id == 2:
                os.kill(os.getpid(), signal.SIGTERM)
            return apply(self, one, epoch, comment)
        Feed.apply = told
        try:
            self.sync.run()
        finally:
            Feed.apply = apply
        self.assertEqual(('e1', 2), cursor.read_position(self.env))
        self.assertEqual([1, 2], applied)

    def test_it_comes_back_after_failures(self):
        ticket, _ = self.answered()
        failures = [503, 500, 401]
        page = {'epoch': 'e1', 'cursor': 1, 'changes': [
            change(1, 'graded', ticket, 1, None, SUBS[LEARNER],
                   grade=grade('g'))]}

        def feed(handler):
            if failures:
                return send(handler, failures.pop(), {'message': 'no'})
            return page
        self.gateway.feed = feed
        self.sync._sleep = lambda seconds: None
        self.until(lambda: not failures and len(self.asked()) > 5)
        self.assertEqual(('e1', 1), cursor.read_position(self.env))


class TokenTestCase(SyncCase):

    def test_the_machine_token_is_kept_until_shortly_before_its_end(self):
        machine, session = Gateway(self.env).machine, Gateway(self.env).session
        self.assertEqual('machine-token', machine.get(session))
        machine.token = 'kept'
        self.assertEqual('kept', machine.get(session))
        machine.until = time.time() + 59
        self.assertEqual('machine-token', machine.get(session))

    def test_who_waited_for_one_that_was_not_given_does_not_ask_again(self):
        """A Cognito that hangs costs everybody its time once."""
        asked, failed = [], []

        def slow(body):
            asked.append(body)
            time.sleep(0.5)
            return 503, {}
        self.gateway.replies['/oauth2/token'] = slow
        gateway = Gateway(self.env)

        def ask():
            try:
                gateway.machine.get(gateway.session)
            except MachineTokenError as e:
                failed.append(e)
        threads = [threading.Thread(target=ask) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
        self.assertEqual((1, 5), (len(asked), len(failed)))
        self.gateway.replies.clear()
        self.assertEqual('machine-token',
                         gateway.machine.get(gateway.session))


if __name__ == '__main__':
    unittest.main()
