# -*- coding: utf-8 -*-
"""Calls of the gateway: events out, the feed and the material's API in.

A 202 says that the gateway took an event; that it arrived is known only
from the feed.
"""

import json
from cookielib import DefaultCookiePolicy

import requests

from trac.config import FloatOption, Option
from trac.core import Component

from learning import timestamps
from learning.errors import (CallTimeout, GatewayError, NoAnswerInTime,
                             Refused, Unauthorized)
from learning.gateway.machine_token import TIMEOUT_S, MachineToken
from learning.gateway.timeout import call_within

#: Answers that no sending again will mend: the body itself is refused.
BAD_BODY = frozenset((400, 413, 415, 422))
#: The feed waits up to 20 s (its limit); the read gives it some more.
FEED_GRACE_S = 10
#: Seconds that a socket may outlive the timeout of its call.
SOCKET_GRACE_S = 1


class Gateway(Component):
    """Sends events and reads the feed."""

    url = Option('learning', 'gateway_url', 'http://localhost:18000',
        """Address of the front door, without a path.""")

    publish_timeout = FloatOption('learning', 'publish_timeout', 2.0,
        """Seconds, over all, that a page waits for the gateway. What is not
        taken by then is sent later by `trac-admin ENV learning sync`.""")

    relay_timeout = FloatOption('learning', 'relay_timeout', 10.0,
        """Seconds that `learning sync` waits for the gateway.""")

    content_timeout = FloatOption('learning', 'content_timeout', 10.0,
        """Seconds, over all, that a page of the material waits.""")

    def __init__(self):
        self.machine = MachineToken(self.env)
        self.session = requests.Session()
        # No proxy and no .netrc (which would replace the bearer token), and
        # never one learner's cookie with another's request.
        self.session.trust_env = False
        self.session.cookies.set_policy(
            DefaultCookiePolicy(allowed_domains=[]))

    def publish(self, message, token):
        """Send a question as its author, within `publish_timeout`.

        :param token: the author's own bearer token.
        :raises GatewayError: when it was not taken.
        """
        self._within(self.publish_timeout, lambda: self._send(
            '/api/v1/questions', question_body(message), token,
            self.publish_timeout + SOCKET_GRACE_S))

    def relay(self, message, at_once=False):
        """Send an event with Trac's own token.

        :param at_once: a page waits for it: within `publish_timeout`, the
                        asking for the token too.
        :raises GatewayError: when it was not taken.
        """
        seconds = self.publish_timeout if at_once else self.relay_timeout
        timeout = seconds + SOCKET_GRACE_S
        self._within(seconds, lambda: self._as_machine(
            lambda token: self._send('/api/v1/relay', relay_body(message),
                                     token, timeout), timeout))

    def ask(self, method, path, token, body=None, query=None, seconds=None):
        """What a service answers this person: the JSON, a dictionary.

        :param token: the person's own bearer token.
        :param body: goes as JSON. :param query: a dictionary.
        :param seconds: over all; None for `content_timeout`.
        :raises GatewayError: when there is no answer, or it is an error.
        """
        more = {'params': query} if query else {}
        if body is not None:
            more.update(json_body(body))
        seconds = seconds or self.content_timeout
        reply = self._within(seconds, lambda: self._call(
            method, path, token, seconds + SOCKET_GRACE_S, **more))
        return read_answer(reply)

    def changes(self, after, epoch, wait, limit=100):
        """One page of the feed: a dictionary as `openapi.yaml` says.

        :param after: the cursor. :param wait: seconds to wait for news.
        :raises GatewayError: when there is no answer.
        """
        query = {'after': after, 'wait': wait, 'limit': limit}
        if epoch:
            query['epoch'] = epoch
        reply = self._as_machine(lambda token: self._call(
            'GET', '/api/v1/changes', token, wait + FEED_GRACE_S,
            params=query))
        return read_answer(reply)

    def _as_machine(self, call, timeout=TIMEOUT_S):
        try:
            return call(self.machine.get(self.session, timeout))
        except Unauthorized:
            self.machine.forget()
            return call(self.machine.get(self.session, timeout))

    def _within(self, seconds, call):
        try:
            return call_within(seconds, call)
        except CallTimeout as e:
            raise NoAnswerInTime(u"The gateway did not answer: %s." % e)

    def _send(self, path, body, token, timeout):
        reply = self._call('POST', path, token, timeout, **json_body(body))
        if reply.status_code != 202:
            raise gateway_error(GatewayError, reply)

    def _call(self, method, path, token, timeout, **more):
        headers = dict(more.pop('headers', {}), Accept='application/json',
                       Authorization='Bearer %s' % token)
        try:
            reply = self.session.request(
                method, self.url.rstrip('/') + path, headers=headers,
                timeout=timeout, allow_redirects=False, **more)
        except requests.RequestException as e:
            raise GatewayError(u"The gateway cannot be reached: %s."
                               % e.__class__.__name__)
        if reply.status_code in BAD_BODY:
            raise gateway_error(Refused, reply)
        if reply.status_code in (401, 403):
            raise gateway_error(Unauthorized, reply)
        if reply.status_code >= 300:
            raise gateway_error(GatewayError, reply)
        return reply


def gateway_error(kind, reply):
    """An error that says what the gateway said."""
    try:
        body = reply.json()
        said, code = body.get('message', ''), body.get('code', '')
    except (ValueError, AttributeError):
        said = code = ''
    error = kind(u"The gateway answered %d %s"
                 % (reply.status_code, said[:500] or reply.reason))
    error.status, error.said = reply.status_code, said[:500]
    error.code = code
    return error


def json_body(body):
    """What `requests` needs to send it."""
    return {'data': json.dumps(body, ensure_ascii=False).encode('utf-8'),
            'headers': {'Content-Type': 'application/json'}}


def read_answer(reply):
    """The JSON object of a reply.

    :raises GatewayError: when it is none.
    """
    try:
        found = reply.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise GatewayError(u"The gateway's answer is no JSON.")
    return found


def question_body(message):
    """The body of a question that its author sends."""
    if message.detail_type != 'QuestionPublished.v1':
        raise ValueError("%s has no address of its own at the front door: "
                         "send it by `relay`." % message.detail_type)
    return dict(message.data, event_id=message.event_id,
                occurred_at=timestamps.to_rfc3339(message.occurred_at),
                traceparent=traceparent_of(message.event_id))


def relay_body(message):
    """The body that carries any event in Trac's name."""
    return {'event_id': message.event_id,
            'occurred_at': timestamps.to_rfc3339(message.occurred_at),
            'traceparent': traceparent_of(message.event_id),
            'learner': message.learner, 'groups': list(message.groups),
            'detail_type': message.detail_type, 'data': message.data}


def traceparent_of(event_id):
    """W3C trace context: every sending of an event is the same trace."""
    digits = event_id.replace('-', '')
    return '00-%s-%s-01' % (digits, digits[16:])
