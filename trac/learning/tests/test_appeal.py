# -*- coding: utf-8 -*-

import json
import unittest
import uuid

from learning import timestamps
from learning.answers.appeal import Appeals
from learning.answers.appeal_form import AppealHandler
from learning.answers.state import StateHandler
from learning.sync.outbox import Outbox
from learning.tests.question_case import (AUTHOR, LEARNER, OTHER, SUBS,
                                          change)
from learning.tests.test_feed import FeedTestCase
from learning.tests.test_pages import PageCase

RELAY = '/api/v1/relay'
GRADE = '3f0c9a51-7d4e-5b0c-8a43-1d7f1c0e6a02'
REASON = u'This is in my second sentence.\n{{{ [[x]] }}} <b>'


class AppealTestCase(PageCase, FeedTestCase):

    def setUp(self):
        FeedTestCase.setUp(self)
        self.number = self.answered()
        self.tell(self.graded(1, self.number, ident=GRADE, score=0.6))

    def appeal(self, reason=REASON, user=LEARNER, attempt=1, event_id=None):
        return self.post(AppealHandler(self.env), user,
                         '/learning/appeal/%d' % self.number, reason=reason,
                         attempt=str(attempt),
                         event_id=event_id or str(uuid.uuid4()))

    def known(self, attempt=1):
        return Appeals(self.env).of(self.number, SUBS[LEARNER]).get(attempt)

    def told(self, state, rank, why=None, answer='', **more):
        known = self.known()
        said = dict({'id': known.id, 'state': state, 'why': why,
                     'reason': REASON, 'answer': answer, 'rank': rank,
                     'at': timestamps.to_rfc3339(timestamps.now())}, **more)
        return dict(change(9, 'appeal', self.number, 1, known.id,
                           SUBS[LEARNER]), appeal=said)

    def panel(self, user=LEARNER):
        return self.ticket_page(user, self.number)

    def state(self):
        req = self.request(LEARNER, '/learning/state/%d' % self.number)
        return json.loads(self.body(self.handle(StateHandler(self.env), req)))


class SubmitTestCase(AppealTestCase):

    def test_appeal_becomes_row_event_and_request(self):
        req = self.appeal(REASON.replace('\n', '\r\n'))
        self.assertEqual(['303 See Other'], req.status_sent)
        self.assertEqual(('sent', REASON, GRADE), (
            self.known().state, self.known().reason, self.known().grade_id))
        body = self.gateway.bodies(RELAY)[-1]
        self.assertEqual(
            (self.known().id, SUBS[LEARNER], 'GradeAppealed.v1',
             {'ticket': self.number, 'attempt': 1, 'grade': GRADE,
              'reason': REASON}),
            (body['event_id'], body['learner'], body['detail_type'],
             body['data']))

    def test_double_click_is_one_appeal(self):
        nonce = str(uuid.uuid4())
        for _ in range(2):
            self.assertEqual(['303 See Other'],
                             self.appeal(event_id=nonce).status_sent)
        self.assertEqual([(nonce,)], self.rows('id', 'appeal'))

    def test_it_is_sent_again_until_the_feed_speaks_of_it(self):
        self.gateway.replies[RELAY] = 503
        self.appeal()
        self.env.db_transaction("UPDATE learning_outbox SET sent=sent-%s",
                                (3600 * timestamps.SECOND,))
        self.assertEqual(['GradeAppealed.v1'], [
            m.detail_type for m in Outbox(self.env).due(9)
            if m.event_id == self.known().id])
        self.tell(dict(self.told('open', 1), learner=SUBS[OTHER],
                       appeal=None))
        self.assertTrue(self.is_due())      # nobody closes another's
        self.tell(self.told('open', 1))
        self.assertFalse(self.is_due())

    def is_due(self):
        return bool(self.env.db_query(
            "SELECT 1 FROM learning_outbox WHERE event_id=%s "
            "AND echoed IS NULL", (self.known().id,)))

    def test_second_appeal_of_a_pending_one_is_refused(self):
        self.appeal()
        for state, rank in (('sent', -1), ('open', 0), ('with_author', 1)):
            if state != 'sent':
                self.tell(self.told(state, rank))
            req = self.appeal(u'again')
            self.assertEqual(['409 Conflict'], req.status_sent)
            self.assertIn('already', self.body(req))
            self.assertIn('again</textarea>', self.body(req))

    def test_grade_is_appealed_once_and_its_regrade_again(self):
        self.appeal()
        self.tell(self.told('stands', 2, 'second_agrees'))
        self.assertEqual(['409 Conflict'], self.appeal().status_sent)
        self.tell(self.graded(5, self.number, ident='other', revision=2))
        self.assertEqual(['303 See Other'], self.appeal().status_sent)
        self.assertEqual(2, len(self.rows('id', 'appeal')))

    def test_appeal_of_a_regrade_is_the_newest_whatever_came_before(self):
        self.appeal()
        self.tell(self.told('stands', timestamps.now(), 'second_agrees'))
        self.tell(self.graded(5, self.number, ident='other', revision=2))
        self.appeal(u'once more')
        self.assertEqual(('sent', 'other'),
                         (self.known().state, self.known().grade_id))
        self.assertEqual(['409 Conflict'], self.appeal().status_sent)
        self.assertEqual(2, len(self.rows('id', 'appeal')))

    def test_form_of_an_earlier_appeal_asks_anew(self):
        nonce = str(uuid.uuid4())
        self.appeal(event_id=nonce)
        req = self.appeal(u'another reason', event_id=nonce)
        self.assertEqual(['409 Conflict'], req.status_sent)
        self.assertIn('another reason</textarea>', self.body(req))
        self.tell(self.told('stands', 2, 'second_agrees'))
        self.tell(self.graded(5, self.number, ident='other', revision=2))
        req = self.appeal(u'another reason', event_id=nonce)
        self.assertEqual(['303 See Other'], req.status_sent)
        self.assertEqual(('sent', 'another reason'),
                         (self.known().state, self.known().reason))

    def test_grade_of_a_person_is_none_to_appeal(self):
        self.tell(self.graded(2, self.number, ident='p', person=True,
                              kind='overridden', score=0.4))
        req = self.appeal()
        self.assertEqual(['409 Conflict'], req.status_sent)
        self.assertIn('set by a person', self.body(req))
        page = self.panel()
        self.assertNotIn('Ask for a second look', page)
        self.assertIn('there is no second look at it', page)

    def test_attempt_without_a_grade_is_none_to_appeal(self):
        for attempt in (2, 0):
            self.assertEqual(['409 Conflict'],
                             self.appeal(attempt=attempt).status_sent)
        self.assertEqual([], self.rows('id', 'appeal'))

    def test_bad_reason_is_kept_and_explained(self):
        for reason, said in ((u'  ', 'Please say what'),
                             (u'x' * 2001, '2,001 characters'),
                             (u'a\0b', 'cannot be stored')):
            req = self.appeal(reason)
            self.assertEqual(['400 Bad Request'], req.status_sent)
            self.assertIn(said, self.body(req))
            self.assertIn(reason.replace('\0', '').strip() + '</textarea>',
                          self.body(req))
        self.assertEqual([], self.rows('id', 'appeal'))

    def test_nobody_appeals_for_another(self):
        req = self.appeal(user=OTHER)
        self.assertEqual(['404 Not Found'], req.status_sent)
        self.assertEqual([], self.rows('id', 'appeal'))


class StateTestCase(AppealTestCase):

    def test_each_state_is_said_in_words(self):
        self.appeal()
        self.assertIn('on its way', self.panel())
        for rank, (state, why, said) in enumerate((
                ('open', None, 'A second grader looks at your answer'),
                ('with_author', 'second_differs', 'sees it differently'),
                ('with_author', 'no_second_voice', 'no second grader'),
                ('stands', 'second_agrees', 'agree: the grade stays at 60 %'),
                ('decided', 'author', 'An author decided'))):
            self.tell(self.told(state, rank, why, answer=u'Yes, <i>it is'))
            page = self.panel()
            self.assertIn(said, page)
            self.assertIn('Yes, &lt;i&gt;it is', page)
            self.assertIn('{{{ [[x]] }}} &lt;b&gt;', page)
            self.assertIn(said, self.state()['html'])

    def test_open_page_asks_on_while_somebody_looks(self):
        self.assertTrue(self.state()['final'])
        self.appeal()
        for rank, (state, final) in enumerate((
                ('open', False), ('with_author', False), ('decided', True))):
            self.tell(self.told(state, rank))
            self.assertEqual(final, self.state()['final'], state)

    def test_late_state_changes_nothing(self):
        self.appeal()
        self.tell(self.told('decided', 3), self.told('open', 0))
        self.assertEqual('decided', self.known().state)

    def test_one_that_came_by_api_is_shown(self):
        self.appeal()
        other = dict(self.told('open', 1, id=str(uuid.uuid4())))
        self.env.db_transaction("DELETE FROM learning_appeal")
        self.tell(other)
        self.assertEqual('open', self.known().state)

    def test_rejected_one_can_be_sent_again(self):
        self.appeal()
        self.tell(change(9, 'rejected', self.number, None, self.known().id,
                         SUBS[LEARNER], reason='no_grade'))
        self.assertEqual('rejected', self.known().state)
        self.assertIn('could not be taken', self.panel())
        self.tell(change(9, 'rejected', self.number, None, self.known().id,
                         SUBS[LEARNER], reason='grade_replaced'))
        self.assertIn('the grade had changed meanwhile', self.panel())
        self.assertEqual(['303 See Other'], self.appeal().status_sent)

    def test_row_that_nobody_understands_changes_nothing(self):
        self.appeal()
        for more in ({'state': 'lost'}, {'id': 'x'}, {'rank': None},
                     {'at': 'soon'}):
            told = self.told('open', 1)
            told['appeal'].update(more)
            self.tell(told)
        self.tell(dict(self.told('open', 1), appeal='x'))
        self.assertEqual('sent', self.known().state)

    def test_form_is_only_for_the_learner(self):
        self.assertIn('Ask for a second look', self.panel())
        self.assertNotIn('Ask for a second look', self.panel(AUTHOR))

    def test_deleted_ticket_takes_its_appeals_along(self):
        from trac.ticket.model import Ticket
        self.appeal()
        told = self.told('open', 1)
        Ticket(self.env, self.number).delete()
        self.tell(told)
        self.assertEqual([], self.rows('id', 'appeal'))


if __name__ == '__main__':
    unittest.main()
