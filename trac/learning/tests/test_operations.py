# -*- coding: utf-8 -*-
"""Operators see whether learners wait, since when and why."""

import json
import re

from learning import timestamps
from learning.answers.answer_rate import DELAYED_AFTER_S
from learning.operations.status import OPERATIONS
from learning.operations.waiting_learners import FEED_QUIET_AFTER_S
from learning.sync import cursor
from learning.tests.material_case import MaterialTestCase

PAGE = '/trac/learning/operate'
STATE = PAGE + '/state'


class OperationsTestCase(MaterialTestCase):

    def setUp(self):
        super(OperationsTestCase, self).setUp()
        self.operator = self.browse('operator')
        self.operator.take_form_token()
        self.queues(grader={})
        cursor.note_read(self.env)

    def queues(self, **depths):
        none = {'waiting': 0, 'in_work': 0, 'failed': 0, 'undelivered': 0}
        self.gateway.replies[OPERATIONS] = 200, {'queues': [
            dict(none, name=name, **depth)
            for name, depth in sorted(depths.items())]}

    def attempt(self, phase, seconds=10, ticket=1, **event):
        """An answer that came so many seconds ago, and its event."""
        at = timestamps.now() - seconds * timestamps.SECOND
        with self.env.db_transaction as db:
            db("INSERT INTO learning_seat (ticket, sub, last_attempt) "
               "VALUES (%s, 'sub-ada', 1)", (ticket,))
            db("INSERT INTO learning_attempt (ticket, sub, attempt, event_id, "
               "phase, phase_at, submitted) VALUES (%s, 'sub-ada', 1, %s, %s, "
               "%s, %s)", (ticket, 'event-%d' % ticket, phase, at, at))
            db("INSERT INTO learning_outbox (event_id, detail_type, learner, "
               "groups, ticket, data, created, sent, tries, last_error, "
               "echoed) VALUES (%s, 'AnswerSubmitted.v1', 'sub-ada', '[]', "
               "%s, '{}', %s, %s, %s, %s, %s)", (
                   'event-%d' % ticket, ticket, at, at, 1,
                   event.get('error', ''), event.get('echoed')))

    def page(self):
        reply = self.operator.get(PAGE)
        self.assertEqual(200, reply.status)
        return reply.body

    def causes(self):
        found = re.search(r'<ul class="learning-causes">(.*?)</ul>',
                          self.page(), re.DOTALL)
        return re.findall(r'<li>(.*?)</li>', found.group(1), re.DOTALL) \
            if found else []

    def test_times_are_exact_on_hover_and_grow_older(self):
        """`times.js` keeps what has `data-as`. The one that waits longest,
        the cause, the answer that needs somebody and its event."""
        self.attempt('received', 400, error='it said no')
        page = self.page()
        self.assertEqual(4, page.count('<time'))
        self.assertEqual(4, len(re.findall(
            r'<time data-as="time" [^>]* title="\d{4}-\d\d-\d\d \d\d:\d\d '
            r'UTC">6 minutes ago</time>', page)))

    def test_nobody_waits_and_nothing_is_wrong(self):
        page = self.page()
        self.assertIn('No learner waits.', page)
        self.assertIn('learning-now-well', page)
        self.assertEqual([], self.causes())

    def test_answer_that_is_graded_now_is_as_usual(self):
        self.attempt('grading')
        page = self.page()
        self.assertNotIn('learning-now-late', page)
        self.assertIn('no longer than usual', page)
        self.assertIn('being graded', page)

    def test_answer_that_waits_too_long_is_the_first_thing_said(self):
        self.attempt('queued', DELAYED_AFTER_S + 10)
        self.queues(grader={'waiting': 57})
        page = self.page()
        self.assertIn('learning-now-late', page)
        cause, = self.causes()
        self.assertIn('57 messages wait for grader, which grades answers',
                      cause)

    def test_delayed_answers_are_counted_together_sent_or_not(self):
        self.attempt('delayed', 400, error='it said no')
        self.attempt('delayed', 400, ticket=2)
        self.assertRegexpMatches(
            self.page(), r'<td>delayed</td><td>2</td>')

    def test_queue_that_is_worked_on_is_no_cause(self):
        self.queues(grader={'waiting': 57, 'in_work': 3})
        self.assertEqual([], self.causes())
        self.assertIn('<td>57</td>', self.page())

    def test_what_failed_says_how_to_look_and_to_replay(self):
        self.queues(grader={'failed': 1}, indexer={'undelivered': 2})
        failed, undelivered = self.causes()
        self.assertIn('No learner waits. Something else needs you.',
                      self.page())
        self.assertIn('<code>traclearn dlq replay grader</code>', failed)
        self.assertIn('1 message', failed)
        self.assertIn('<code>traclearn dlq show indexer</code>', undelivered)

    def test_gateway_that_takes_nothing_is_named_with_its_words(self):
        self.attempt('received', 60, error='it <said> no')
        self.attempt('received', 60, ticket=2)
        cause, = self.causes()
        self.assertIn('1 event could not be handed', cause)
        self.assertIn('it &lt;said&gt; no', cause)
        self.assertIn('not handed to the gateway yet', self.page())

    def test_feed_that_nobody_reads_is_said(self):
        self.env.db_transaction(
            "UPDATE learning_cursor SET read_at=%s",
            (timestamps.now() -
             (FEED_QUIET_AFTER_S + 1) * timestamps.SECOND,))
        cause, = self.causes()
        self.assertIn('last read at', cause)
        self.env.db_transaction("UPDATE learning_cursor SET read_at=NULL")
        cause, = self.causes()
        self.assertIn('Nobody has read', cause)

    def test_answers_that_could_not_be_graded_are_counted_at_once(self):
        self.attempt('ungradable')
        self.attempt('rejected', ticket=2)
        self.assertIn('No learner waits. 2 answers could not be graded.',
                      json.loads(self.operator.get(STATE).body)['said'])
        self.assertIn('learning-now-wrong', self.page())

    def test_queues_that_cannot_be_asked_hide_nothing_else(self):
        self.gateway.replies[OPERATIONS] = 503
        self.attempt('grading')
        page = self.page()
        self.assertIn('not known just now', page)
        self.assertIn('being graded', page)

    def test_open_page_is_told_who_waits(self):
        self.attempt('grading')
        answer = json.loads(self.operator.get(STATE).body)
        self.assertTrue(answer['waiting'])
        self.assertIn('being graded', answer['html'])
        self.assertIn('no longer than usual', answer['said'])

    def test_page_that_is_as_it_was_is_not_sent_again(self):
        self.attempt('received', 60, error='it said no')
        reply = self.operator.get(STATE)
        self.assertIn('<time', json.loads(reply.body)['html'])
        tag = json.loads(reply.body)['tag']
        self.assertEqual('"%s"' % tag, reply.headers['ETag'])
        self.assertIn('data-tag="%s"' % tag, self.page())
        now = timestamps.now()
        self.addCleanup(setattr, timestamps, 'now', timestamps.now)
        timestamps.now = lambda: now + 61 * timestamps.SECOND
        cursor.note_read(self.env)
        known = {'HTTP_IF_NONE_MATCH': reply.headers['ETag']}
        self.assertEqual(304, self.operator.get(STATE, **known).status)
        self.attempt('received', ticket=2)
        self.assertEqual(200, self.operator.get(STATE, **known).status)

    def test_page_is_for_operators_alone(self):
        for browser in (self.learner, self.author):
            for address in (PAGE, STATE):
                self.assertEqual(403, browser.get(address).status)

    def test_reading_the_feed_is_noted_now_and_then(self):
        def noted():
            return self.env.db_query("SELECT read_at FROM learning_cursor")

        before = noted()
        cursor.note_read(self.env)
        self.assertEqual(before, noted())
        self.env.db_transaction("UPDATE learning_cursor SET read_at=1")
        cursor.note_read(self.env)
        self.assertNotEqual([(1,)], noted())
