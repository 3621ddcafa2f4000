# -*- coding: utf-8 -*-
"""Hints and explanations as the page says them, and what the next one costs.
"""

from collections import OrderedDict

from learning.answers import hint
from learning.answers.attempt import Attempts
from learning.answers.hint_request import FAILED, MAX_STEP, WAITING
from learning.translation import _


def describe_hints(env, req, question, sub, attempt, reply=None):
    """What stands below the answer box: hints for earlier attempts, too,
    which lower the score of this one.

    :param attempt: the one that is being written. :param reply: what was
        asked for just now, or None.
    """
    had = {h.hint: h for h in hint.hints_of(env, question.ticket, sub)
           if h.kind == hint.HINT and h.attempt <= attempt}.values()
    had.sort(key=lambda h: (h.at, h.hint))
    current = [h for h in had if h.attempt == attempt]
    waiting = bool(reply) and reply.state == WAITING
    left = max(0, 1 - sum(h.deduction for h in had))
    texts = OrderedDict((h.text, hint.say_hint(h)) for h in had)
    return {'texts': texts.values(),
            'action': req.href.learning('hint', question.ticket),
            'waiting': waiting, 'hint': reply.hint if waiting else '',
            'repeated': bool(reply) and [h.text for h in had].count(
                reply.text) > 1,
            'failed': bool(reply) and reply.state == FAILED,
            'step': min(len(current) + 1, MAX_STEP),
            'cost': describe_cost(question.hint_deduction or 0, left)}


def next_attempt(env, ticket, sub):
    """The number of the attempt that is being written."""
    rows = Attempts(env).of(ticket, sub)
    return rows[0].attempt + 1 if rows else 1


def describe_cost(deduction, left):
    """What a hint costs, before it is asked for.

    :param deduction: 0 to 1. :param left: 0 to 1, what can be reached.
    """
    if not deduction:
        return _("A hint costs no points.")
    return _("A hint takes %(points)s of 100 points from the score of this "
             "answer and of later ones. %(left)s can still be reached.",
             points=points(deduction), left=points(left))


def points(share):
    """0.125 as `12.5`, 0.1 as `10`."""
    return ('%.1f' % (100 * share)).replace('.0', '')


def add_explanations(env, req, panel, ticket, sub):
    """To each item of each attempt the explanation that was given, or the
    way to ask for one."""
    given = {(h.attempt, h.item): hint.say_hint(h)
             for h in hint.hints_of(env, ticket, sub)
             if h.kind == hint.EXPLANATION}
    for attempt in [panel['current']] + panel['earlier']:
        for item in attempt['items'] if attempt else ():
            item['explain'] = describe_explanation(
                req, ticket, attempt['attempt'], item['id'],
                given.get((attempt['attempt'], item['id'])))


def describe_explanation(req, ticket, attempt, item, text=None, waiting=''):
    """One explanation, or its form.

    :param waiting: id of one that is being written.
    """
    return {'text': text, 'attempt': attempt, 'item': item,
            'hint': waiting, 'token': req.form_token,
            'action': req.href.learning('explain', ticket)}
