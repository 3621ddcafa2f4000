# -*- coding: utf-8 -*-
"""What the tests of questions and answers stand on."""

import itertools
import json
import os
import threading
import time
import unittest
import uuid
from BaseHTTPServer import BaseHTTPRequestHandler, HTTPServer
from SocketServer import ThreadingMixIn

from trac.test import MockRequest
from trac.ticket.model import Ticket
from trac.web.api import RequestDone
from trac.wiki import web_ui    # noqa: F401: defines WIKI_VIEW

from learning import components, timestamps  # noqa: F401
from learning.answers.answer_rate import DELAYED_AFTER_S
from learning.gateway.client import Gateway
from learning.questions.question import Question, Questions
from learning.tests.prepared import PreparedEnvironment
from learning.users.account import Accounts

LEARNER, OTHER, AUTHOR, OPERATOR = (
    'learner@demo.test', 'other@demo.test', 'author@demo.test',
    'operator@demo.test')
SUBS = {LEARNER: 'sub-learner', OTHER: 'sub-other', AUTHOR: 'sub-author',
        OPERATOR: 'sub-operator'}
RUBRIC = [{'id': 'snapshot', 'criterion': 'SECRET-CRITERION', 'weight': 2,
           'label': 'What a commit records'},
          {'id': 'parents', 'criterion': 'SECRET-OTHER', 'weight': 1,
           'label': ''}]
REFERENCE = 'SECRET-REFERENCE'


class FakeGateway(object):
    """A real HTTP server: `replies` says what each route answers.

    A reply is a status, a number of seconds (float) to wait before a 202, a
    pair of a status and an answer, or a callable that gets the request's body
    (read as JSON if it is some).
    """

    def __init__(self):
        self.replies, self.requests, self.page = {}, [], None
        self.feed = lambda handler: self.page
        fake = self

        class Handler(BaseHTTPRequestHandler):
            # One packet an answer: many small ones wait for each other.
            wbufsize = -1

            protocol_version = 'HTTP/1.1'

            def answer(self):
                length = int(self.headers.get('Content-Length') or 0)
                fake.answer(self, self.rfile.read(length))

            do_GET = do_POST = do_PUT = do_DELETE = answer

            def log_message(self, *args):
                pass

        class Server(ThreadingMixIn, HTTPServer):
            daemon_threads = True

            def handle_error(self, *args):
                pass            # a client that did not wait

        self.server = Server(('127.0.0.1', 0), Handler)
        self.url = 'http://127.0.0.1:%d' % self.server.server_port
        thread = threading.Thread(target=self.server.serve_forever,
                                  kwargs={'poll_interval': 0.01})
        thread.daemon = True
        thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, handler, body):
        path = handler.path.partition('?')[0]
        if path == '/oauth2/token':
            return self.tell(handler, self.replies.get(path, (200, {
                'access_token': 'machine-token', 'expires_in': 3600})), body)
        self.requests.append((handler.command, handler.path,
                              dict(handler.headers), body))
        if path == '/api/v1/changes':
            page = self.feed(handler)
            return page and send(handler, 200, page)
        self.tell(handler, self.replies.get(path, 202), body)

    def tell(self, handler, reply, body):
        if callable(reply):
            reply = reply(parsed(body))
        if isinstance(reply, tuple):
            return send(handler, *reply)
        if isinstance(reply, float):
            time.sleep(reply)
            reply = 202
        send(handler, reply, {'message': 'as told'} if reply != 202 else
             {'event_id': json.loads(body)['event_id']})

    def bodies(self, path):
        return [json.loads(body) for _, at, _, body in self.requests
                if at.partition('?')[0] == path]


def share(things):
    """All of them; one of seven where few are wanted."""
    few = os.environ.get('TRACLEARN_TESTS') == 'few'
    return itertools.islice(things, 0, None, 7 if few else 1)


def orders(count):
    """A share of the orders of so many things."""
    return share(itertools.permutations(range(count)))


def parsed(body):
    try:
        return json.loads(body)
    except ValueError:
        return body


def send(handler, status, answer):
    body = json.dumps(answer)
    handler.send_response(status)
    handler.send_header('Content-Type', 'application/json')
    handler.send_header('Content-Length', str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


class QuestionTestCase(unittest.TestCase):
    """An environment with four accounts and a gateway."""

    def setUp(self):
        self.env = PreparedEnvironment(enable=['trac.*', 'learning.*'])
        self.gateway = FakeGateway()
        for name, value in (('gateway_url', self.gateway.url),
                            ('cognito_token_url',
                             self.gateway.url + '/oauth2/token'),
                            ('machine_client_id', 'machine'),
                            ('machine_client_secret', 'secret')):
            self.env.config.set('learning', name, value)
        for email, groups in ((LEARNER, []), (OTHER, []),
                              (AUTHOR, ['authors']),
                              (OPERATOR, ['operators'])):
            Accounts(self.env).bind(SUBS[email], email, '', groups, 1)

    def tearDown(self):
        Gateway(self.env).session.close()
        self.gateway.close()
        os.environ.pop('TRACLEARN_KILL_AT', None)
        self.env.reset_db()

    def ticket(self, learner='', question=u'What does a commit record?'):
        """A ticket with a question; its event is echoed already."""
        ticket = Ticket(self.env)
        ticket['summary'] = 'Commits'
        number = ticket.insert()
        Questions(self.env).save(
            Question(number, 0, question, REFERENCE, RUBRIC, [], learner,
                     AUTHOR, 0), SUBS[AUTHOR], ('authors',))
        self.env.db_transaction("UPDATE learning_outbox SET echoed=1 "
                                "WHERE ticket=%s", (number,))
        return number

    def request(self, user, path, method='GET', token='learners-own', **args):
        return self.raw_request(user, path, method, token, args=args)

    def raw_request(self, user, path, method='GET', token='learners-own',
                    headers=None, **more):
        req = MockRequest(self.env, authname=user, path_info=path,
                          method=method, **more)
        if token:
            req.environ['HTTP_AUTHORIZATION'] = 'Bearer ' + token
        req.environ.update(headers or {})
        req._inheaders = [(name[5:].replace('_', '-').lower(), value)
                          for name, value in req.environ.iteritems()
                          if name.startswith('HTTP_')]
        return req

    def post(self, handler, user, path, **args):
        """The request, after the handler has dealt with it."""
        req = self.request(user, path, 'POST', **args)
        return self.handle(handler, req)

    def handle(self, handler, req):
        # A test's arguments stand in for a parsed body.
        callbacks = dict(req.callbacks)
        self.assertTrue(handler.match_request(req))
        req.callbacks.update(callbacks)
        try:
            req.result = handler.process_request(req)
        except RequestDone:
            pass
        return req

    def answer(self, ticket, text, user=LEARNER, event_id=None, **more):
        from learning.answers.answer import AnswerHandler
        return self.post(AnswerHandler(self.env), user,
                         '/learning/answer/%d' % ticket, answer=text,
                         event_id=event_id or str(uuid.uuid4()), **more)

    def unheard(self, ticket):
        """Let the attempts so far have had no news for long: their learners
        may answer again."""
        self.env.db_transaction("UPDATE learning_attempt SET phase_at=phase_at"
                                " - %s WHERE ticket=%s",
                                (DELAYED_AFTER_S * timestamps.SECOND, ticket))

    def rows(self, columns, table):
        return self.env.db_query("SELECT %s FROM learning_%s ORDER BY 1"
                                 % (columns, table))

    def body(self, req):
        return req.response_sent.getvalue().decode('utf-8')


class Interrupted(Exception):
    """Raised where a kill would come."""


def change(number, kind, ticket, attempt=None, event_id=None, learner=None,
           at=None, reason=None, grade=None):
    """A change as the feed's JSON."""
    return {'id': number, 'kind': kind, 'ticket': ticket, 'attempt': attempt,
            'event_id': event_id or str(uuid.uuid4()), 'learner': learner,
            'at': timestamps.to_rfc3339(at or timestamps.now()),
            'reason': reason, 'grade': grade}


def grade(ident, score=0.6667, revision=1, person=False, at=None, **more):
    """A grade as the feed's JSON."""
    return dict({
        'id': ident, 'at': timestamps.to_rfc3339(at or timestamps.now()),
        'score': score, 'feedback': 'Well said.', 'items': [
            {'id': 'snapshot', 'label': 'What a commit records',
             'verdict': 'yes', 'quote': 'a snapshot'},
            {'id': 'parents', 'label': '', 'verdict': 'no', 'quote': None}],
        'provisional': not person, 'confidence': 0.7, 'needs_review': False,
        'flags': [], 'sources': [{'title': 'Course', 'href': 'wiki/Course'}],
        'grader': 'offline/x', 'person': person, 'revision': revision},
        **more)
