# -*- coding: utf-8 -*-
"""Hints and explanations, asked of the grader as the learner who asks Trac.

What is not written within a moment is asked for again: by its id once that is
known, else by the same question, step and draft, which get the same hint.
"""

from collections import namedtuple

from learning import timestamps
from learning.answers import hint
from learning.answers.hint import Hint
from learning.answers.remarks import read_remarks
from learning.errors import NoAnswerInTime
from learning.gateway import person
from learning.gateway.client import Gateway
from learning.text import is_uuid

WAITING, READY, FAILED = 'waiting', 'ready', 'failed'
MAX_STEP = 3

#: hint: its id, '' while nobody knows it; state: `WAITING`, `READY` or
#: `FAILED`; text: '' until it is ready; remarks: what it says, as codes.
Reply = namedtuple('Reply', 'hint state text remarks')


class HintRequests(object):
    """One learner's, at one ticket.

    :param env: the Trac environment. :param req: whose token asks.
    """

    def __init__(self, env, req, ticket, sub):
        self.env, self.req, self.ticket, self.sub = env, req, ticket, sub

    def hint(self, attempt, step, draft, known=''):
        """A nudge for the draft of an attempt.

        :param step: 1 to `MAX_STEP`. :param known: id of a hint that was
            asked for before, or ''.
        :return: a `Reply`. What is ready is kept, for the page to show.
        :raises GatewayError: when the grader refuses.
        """
        return self._ask('/api/v1/llm/hint', attempt, known, step=step,
                         draft=draft)

    def explanation(self, attempt, item, known=''):
        """Why an item of a grade is as it is.

        :return: a `Reply`. :raises GatewayError: when the grader refuses.
        """
        return self._ask('/api/v1/llm/explain', attempt, known, item=item)

    def _ask(self, path, attempt, known, **about):
        method, body = 'POST', dict(about, ticket=self.ticket,
                                    attempt=attempt)
        if is_uuid(known):
            method, path, body = 'GET', '/api/v1/llm/hints/' + known, None
        try:
            found = person.ask(self.env, self.req, method, path, body,
                               seconds=Gateway(self.env).publish_timeout)
        except NoAnswerInTime:
            return Reply(known, WAITING, '', [])
        return self._keep(found, attempt)

    def _keep(self, found, attempt):
        reply = Reply(found['hint'], found['state'], found['text'],
                      read_remarks(found.get('remarks')))
        if reply.state == READY:
            with self.env.db_transaction as db:
                hint.insert_hint(db, Hint(
                    reply.hint, self.sub, attempt, self.ticket, found['kind'],
                    found['item'] or '', reply.text, found['deduction'],
                    timestamps.now(), reply.remarks))
        return reply
