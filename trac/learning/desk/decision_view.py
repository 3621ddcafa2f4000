# -*- coding: utf-8 -*-
"""Decisions, and what stands against one, as the desk's pages say them."""

from collections import Counter

from learning.answers.view import percent
from learning.dates import describe_time
from learning.desk.decision import (ARRIVED, OPEN, REFUSED, SENT,
                                    TAKEN_BACK)
from learning.desk.view import name_of
from learning.translation import N_, gettext

#: Never by colour alone: a symbol and a word.
STATES = {SENT: (u'\u2197', N_("sent")), ARRIVED: (u'\u2713', N_("done")),
          REFUSED: (u'\u2717', N_("refused: another author was faster")),
          TAKEN_BACK: (u'\u21b6', N_("taken back"))}
#: Decisions that a page shows.
MAX_DECISIONS = 20


def describe_decisions(env, req, decisions):
    """The newest decisions, and how many each was taken together with."""
    counts = Counter(one.data['batch'] for one in decisions
                     if one.state in OPEN)
    return [dict(describe_decision(env, req, one),
                 together=counts[one.data['batch']])
            for one in decisions[:MAX_DECISIONS]]


def describe_decision(env, req, decision):
    """A decision as a list says it."""
    symbol, word = STATES[decision.state]
    data = decision.data
    return {'event_id': decision.event_id, 'ticket': decision.ticket,
            'learner': data['learner'], 'attempt': data['attempt'],
            'name': name_of(env, data['learner']),
            'author': name_of(env, decision.author),
            'percent': percent(data['score']), 'feedback': data['feedback'],
            'reason': data['reason'], 'state': decision.state,
            'symbol': symbol, 'word': gettext(word),
            'at': describe_time(req, decision.at),
            'batch': data['batch'], 'open': decision.state in OPEN}


def describe_conflict(env, req, conflict):
    """What another author said, beside the answer that it is about."""
    return dict(conflict._asdict(), name=name_of(env, conflict.answer.learner),
                attempt=conflict.answer.attempt,
                author=name_of(env, conflict.author),
                percent=percent(conflict.score),
                at=describe_time(req, conflict.at))
