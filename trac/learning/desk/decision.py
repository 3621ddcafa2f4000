# -*- coding: utf-8 -*-
"""An author's decision about a grade: set by hand, left to stand, taken
back. It is an event of the outbox, on its way until the feed speaks of it.
"""

import json
import uuid
from collections import namedtuple

from learning import timestamps
from learning.sync import outbox

OVERRIDDEN, WITHDRAWN = 'GradeOverridden.v1', 'OverrideWithdrawn.v1'
#: As the contract of `GradeOverridden.v1` has it.
MAX_FEEDBACK_CHARS, MAX_REASON_CHARS = 20000, 2000
#: How a decision stands.
SENT, ARRIVED, REFUSED, TAKEN_BACK = 'sent', 'arrived', 'refused', 'taken_back'
#: It counts, or will as soon as it has arrived.
OPEN = (SENT, ARRIVED)

#: learner: sub; attempt: number; grade: id of the one that the author saw;
#: appeal: id of the appeal that asks for it, or None.
Answer = namedtuple('Answer', 'learner attempt grade appeal')

#: score: 0 to 1, None lets each grade stand; items: list of {id, verdict};
#: feedback, reason: text for the learner.
Judgement = namedtuple('Judgement', 'score items feedback reason')

#: event_id, author (sub), at (microseconds), ticket and data of the event;
#: state: one of the four above.
Decision = namedtuple('Decision', 'event_id author at ticket data state')


def event(detail_type, account, ticket, data):
    """A `Message` of an author about a ticket."""
    return outbox.Message(str(uuid.uuid4()), detail_type, account.sub,
                          tuple(account.groups), timestamps.now(), ticket,
                          data)


def is_about(decision, answer):
    """Is the decision about this answer?"""
    return (decision.data['learner'], decision.data['attempt']) == \
        (answer.learner, answer.attempt)


def grade_id(decision):
    """The ledger's id of the grade that a decision sets, as
    `traclearn_contracts.grades` has it."""
    return str(uuid.uuid5(uuid.UUID(decision.event_id), (
        u'traclearn.trac:%s' % decision.author).encode('utf-8')))


def withdrawn_ids(rows):
    """Ids of the decisions that were taken back."""
    return {json.loads(row[5])['override'] for row in rows
            if row[1] == WITHDRAWN and not row[7].startswith(u'rejected')}


def read_decision(row, withdrawn):
    """A `Decision` from its columns."""
    event_id, _type, author, at, ticket, data, echoed, error = row
    state = SENT if echoed is None else \
        REFUSED if error.startswith(u'rejected') else ARRIVED
    return Decision(event_id, author, at, ticket, json.loads(data),
                    TAKEN_BACK if event_id in withdrawn else state)
