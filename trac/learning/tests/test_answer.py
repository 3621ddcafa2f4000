# -*- coding: utf-8 -*-

import json
import time
import unittest
import uuid

from learning import text
from learning.answers.answer import AnswerHandler
from learning.answers.attempt import Attempts
from learning.errors import InvalidInput
from learning.sync.outbox import Outbox
from learning.tests.question_case import (AUTHOR, LEARNER, OTHER, REFERENCE,
                                          SUBS, QuestionTestCase)

RELAY = '/api/v1/relay'
NASTY = u'''It's "quoted" \\ back\\slash
\ttab $var #if ${x} {{{ }}} [[Macro]] <script>alert(1)</script> \U0001f600
\u2028 \u05e9\u05dc\u05d5\u05dd \x01 %s %% &amp; </textarea>'''


class SubmitTestCase(QuestionTestCase):

    def test_an_answer_becomes_attempt_event_and_request(self):
        ticket = self.ticket()
        req = self.answer(ticket, NASTY.replace('\n', '\r\n'))
        self.assertEqual(['303 See Other'], req.status_sent)
        self.assertTrue(req.headers_sent['Location'].endswith(
            '/ticket/%d#learning-result' % ticket))
        attempt, = Attempts(self.env).of(ticket, SUBS[LEARNER])
        self.assertEqual((1, NASTY, 'received'),
                         (attempt.attempt, attempt.answer, attempt.phase))
        method, path, headers, body = self.gateway.requests[0]
        self.assertEqual(('POST', RELAY), (method, path))
        self.assertEqual('Bearer machine-token', headers['authorization'])
        body = json.loads(body)
        self.assertEqual((SUBS[LEARNER], attempt.event_id),
                         (body['learner'], body['event_id']))
        self.assertEqual({'ticket': ticket, 'attempt': 1, 'answer': NASTY},
                         body['data'])
        self.assertEqual([(attempt.event_id, 1, '', None)], [
            row for row in self.rows('event_id, tries, last_error, echoed',
                                     'outbox') if row[3] is None])

    def test_a_double_click_is_one_attempt(self):
        ticket, nonce = self.ticket(), str(uuid.uuid4())
        for _ in range(2):
            req = self.answer(ticket, u'yes', event_id=nonce)
            self.assertEqual(['303 See Other'], req.status_sent)
        self.assertEqual([(nonce, 1)], self.rows('event_id, attempt',
                                                 'attempt'))
        self.assertEqual(1, len(self.gateway.requests))

    def test_going_back_and_writing_something_else_is_another_attempt(self):
        ticket, nonce = self.ticket(), str(uuid.uuid4())
        self.answer(ticket, u'one', event_id=nonce)
        self.unheard(ticket)
        self.answer(ticket, u'two', event_id=nonce)
        self.assertEqual(
            [u'two', u'one'],
            [a.answer for a in Attempts(self.env).of(ticket, SUBS[LEARNER])])

    def test_nobody_takes_anothers_event_id(self):
        ticket, nonce = self.ticket(), str(uuid.uuid4())
        self.answer(ticket, u'same', event_id=nonce)
        self.answer(ticket, u'same', user=OTHER, event_id=nonce)
        self.assertEqual(1, len(Attempts(self.env).of(ticket, SUBS[OTHER])))

    def test_two_tabs_are_two_attempts_in_order(self):
        ticket = self.ticket()
        self.answer(ticket, u'first tab')
        self.unheard(ticket)
        self.answer(ticket, u'second tab')
        self.assertEqual(
            [(2, u'second tab'), (1, u'first tab')],
            [(a.attempt, a.answer)
             for a in Attempts(self.env).of(ticket, SUBS[LEARNER])])

    def test_a_form_without_a_good_event_id_is_taken(self):
        ticket = self.ticket()
        for nonce in ('x', "' OR 1=1", '0' * 300):
            self.answer(ticket, u'a', event_id=nonce)
            self.unheard(ticket)
        self.assertEqual(3, len(self.rows('event_id', 'attempt')))


class GatewayTroubleTestCase(QuestionTestCase):

    def received(self, ticket):
        req = self.answer(ticket, u'an answer')
        self.assertEqual(['303 See Other'], req.status_sent)
        return self.env.db_query("SELECT tries, last_error FROM "
                                 "learning_outbox WHERE echoed IS NULL "
                                 "AND ticket=%s", (ticket,))

    def test_answer_waits_for_a_slow_gateway_only_until_the_timeout(self):
        ticket = self.ticket()
        self.gateway.replies[RELAY] = 8.0
        self.waits(ticket)

    def test_answer_waits_for_a_slow_cognito_only_until_the_timeout(self):
        self.gateway.replies['/oauth2/token'] = 8.0
        self.waits(self.ticket())

    def waits(self, ticket):
        began = time.time()
        (tries, error), = self.received(ticket)
        self.assertTrue(1.8 < time.time() - began < 4, time.time() - began)
        self.assertEqual(1, tries)
        self.assertIn('did not answer', error)

    def test_answer_is_kept_when_the_gateway_is_down(self):
        self.env.config.set('learning', 'gateway_url', 'http://127.0.0.1:9')
        (tries, error), = self.received(self.ticket())
        self.assertEqual(1, tries)
        self.assertIn('cannot be reached', error)

    def test_answer_is_kept_whatever_status_the_gateway_gives(self):
        for status in (400, 401, 429, 503, 500, 302, 200):
            self.gateway.replies[RELAY] = status
            (_, error), = self.received(self.ticket())
            self.assertIn(str(status), error)

    def test_the_learners_token_is_not_needed(self):
        ticket = self.ticket()
        self.answer(ticket, u'an answer', token=None)
        self.assertEqual(1, len(self.gateway.bodies(RELAY)))

    def test_one_token_for_many_answers(self):
        asked = []
        self.gateway.replies['/oauth2/token'] = lambda body: (
            asked.append(body), (200, {'access_token': 'kept'}))[1]
        for _ in range(3):
            self.answer(self.ticket(), u'an answer')
        self.assertEqual(1, len(asked))

    def test_a_sending_that_cannot_be_noted_is_no_error(self):
        ticket, tried = self.ticket(), Outbox.tried
        Outbox.tried = lambda *args: 1 / 0
        try:
            (tries, error), = self.received(ticket)
        finally:
            Outbox.tried = tried
        self.assertEqual((0, ''), (tries, error))
        self.assertEqual(1, len(self.gateway.requests))

    def test_a_bug_in_sending_is_no_error_for_the_learner(self):
        from learning.gateway.client import Gateway
        Gateway(self.env).relay = lambda message, at_once: 1 / 0
        (_, error), = self.received(self.ticket())
        self.assertIn('ZeroDivisionError', error)


class RefusalTestCase(QuestionTestCase):

    def refused(self, status, ticket, written, **more):
        before = self.rows('*', 'attempt')
        req = self.answer(ticket, written, **more)
        self.assertEqual([status], [s[:3] for s in req.status_sent])
        self.assertEqual(before, self.rows('*', 'attempt'))
        return self.body(req)

    def test_answer_above_the_limit_is_refused_and_kept(self):
        ticket = self.ticket()
        page = self.refused('400', ticket, u'\U0001f600' * 20001)
        self.assertIn(u'20,001 characters; 20,000 is the most', page)
        self.assertIn(u'\n' + u'\U0001f600' * 20001 + u'</textarea>', page)
        self.assertNotIn(REFERENCE, page)
        self.answer(ticket, u'\U0001f600' * 20000)
        self.assertEqual(1, len(self.rows('event_id', 'attempt')))

    def test_answer_that_cannot_be_stored_is_refused_and_kept(self):
        for bad in (u'\0', u'\ud800', u'\udc00'):
            page = self.refused('400', self.ticket(), u'before%safter' % bad)
            self.assertIn(u'\nbeforeafter</textarea>', page)
            self.assertIn(u'cannot be stored', page)

    def test_empty_answer_is_refused(self):
        for nothing in (u'', u' \r\n\t'):
            self.assertIn(u'Please write an answer first',
                          self.refused('400', self.ticket(), nothing))

    def test_the_text_is_kept_as_it_was(self):
        page = self.refused('400', self.ticket(),
                            u'\r\n</textarea><b>&amp;' + u'x' * 20000)
        self.assertIn(u'>\n\n&lt;/textarea&gt;&lt;b&gt;&amp;amp;xxx', page)

    def test_answer_to_a_ticket_without_question_is_refused_and_kept(self):
        hidden = self.ticket(learner=SUBS[OTHER])
        for ticket in (999999, 2147483648, hidden):
            page = self.refused('404', ticket, u'my words')
            self.assertIn(u'\nmy words</textarea>', page)
            self.assertIn(u'There is no question for you', page)
            self.assertNotIn(u'What does a commit', page)

    def test_answer_to_anothers_question_is_refused_with_the_reason(self):
        page = self.refused('404', self.ticket(learner=SUBS[OTHER]),
                            u'my words', user=AUTHOR)
        self.assertIn(u'given to another learner', page)

    def test_answer_after_the_session_ended_is_refused_and_kept(self):
        page = self.refused('404', self.ticket(), u'my words',
                            user='anonymous')
        self.assertIn(u'\nmy words</textarea>', page)

    def test_get_leads_to_the_ticket(self):
        req = self.handle(AnswerHandler(self.env), self.request(
            LEARNER, '/learning/answer/7'))
        self.assertTrue(req.headers_sent['Location'].endswith('/ticket/7'))


class BodyTestCase(QuestionTestCase):
    """The form as it comes from the wire."""

    def taken(self, body, ctype='application/x-www-form-urlencoded'):
        from io import BytesIO
        ticket = self.ticket()
        req = self.raw_request(LEARNER, '/learning/answer/%d' % ticket,
                               'POST')
        req.environ.update({'wsgi.input': BytesIO(body),
                            'CONTENT_LENGTH': str(len(body)),
                            'CONTENT_TYPE': ctype, 'QUERY_STRING': 'a=1'})
        req._inheaders += [('content-type', ctype),
                           ('content-length', str(len(body)))]
        from trac.web.api import arg_list_to_args
        from learning.web.request_limits import RequestLimits
        RequestLimits(self.env).limit(req)
        req.callbacks['args'] = lambda req: arg_list_to_args(req.arg_list)
        handler = AnswerHandler(self.env)
        self.assertTrue(handler.match_request(req))
        return req.args

    def test_nul_in_a_form_is_read(self):
        args = self.taken(b'answer=a%00b+c%0D%0Ad&event_id=')
        self.assertEqual(u'a\0b c\r\nd', args['answer'])
        self.assertEqual(u'', args['event_id'])
        self.assertNotIn('a', args)

    def test_multipart_form_is_read(self):
        body = (b'--x\r\nContent-Disposition: form-data; name="answer"\r\n'
                b'\r\na\0\xf0\x9f\x98\x80\r\n--x--\r\n')
        args = self.taken(body, 'multipart/form-data; boundary=x')
        self.assertEqual(u'a\0\U0001f600', args['answer'])

    def test_body_that_is_no_form_has_no_fields(self):
        self.assertEqual({}, self.taken(b'{"answer": 1}', 'application/json'))

    def test_form_of_bad_encoding_or_size_is_refused(self):
        from trac.web.api import HTTPBadRequest, HTTPException
        self.assertRaises(HTTPBadRequest, self.taken, b'answer=%ff')
        self.assertRaises(HTTPException, self.taken, b'a' * 4000001)


class TextTestCase(unittest.TestCase):

    def test_normalizing_changes_line_breaks_alone(self):
        self.assertEqual(u' a\n\nb\rc \u0301', text.normalize_newlines(
            u' a\r\n\r\nb\rc \u0301'))

    def test_a_pair_of_surrogates_is_a_character(self):
        text.check_text(u'\U0001f600', 'x', 10)
        self.assertRaises(InvalidInput, text.check_text, u'a\ud800b', 'x', 10)

    def test_digits_are_grouped_as_the_readers_language_does(self):
        self.assertEqual(['999', '1,234,567'],
                         map(text.group_digits, (999, 1234567)))
        self.addCleanup(setattr, text, '_', text._)
        text._ = {'1,000': u'1.000'}.get
        self.assertEqual('1.234.567', text.group_digits(1234567))


if __name__ == '__main__':
    unittest.main()
