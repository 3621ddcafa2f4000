# -*- coding: utf-8 -*-
"""Grades that authors set, let stand and take back.

A decision is a row of the outbox: on its way until the feed speaks of it, and
remembered for as long as the row is kept.
"""

import json
import uuid
from collections import namedtuple

from learning import timestamps
from learning.answers.attempt import Attempts, lock_attempt_counter
from learning.errors import DecidedMeanwhile, InvalidInput
from learning.sync import outbox
from learning.translation import _

OVERRIDDEN, WITHDRAWN = 'GradeOverridden.v1', 'OverrideWithdrawn.v1'
#: As the contract of `GradeOverridden.v1` has it.
MAX_FEEDBACK_CHARS, MAX_REASON_CHARS = 20000, 2000
#: Rows of the list of recent decisions, withdrawals among them.
MAX_RECENT = 100
#: How a decision stands.
SENT, ARRIVED, REFUSED, TAKEN_BACK = 'sent', 'arrived', 'refused', 'taken_back'

#: learner: sub; attempt: number; grade: id of the one that the author saw;
#: appeal: id of the appeal that asks for it, or None.
Answer = namedtuple('Answer', 'learner attempt grade appeal')

#: score: 0 to 1, None lets each grade stand; items: list of {id, verdict};
#: feedback, reason: text for the learner.
Judgement = namedtuple('Judgement', 'score items feedback reason')

#: event_id, author (sub), at (microseconds), ticket and data of the event;
#: state: one of the four above.
Decision = namedtuple('Decision', 'event_id author at ticket data state')

#: What stands against a decision. answer: an `Answer`; author: sub of who
#: decided, '' when nobody knows; at: microseconds; score, feedback, reason:
#: of their grade; grade: its id.
Conflict = namedtuple('Conflict', 'answer author at score feedback reason '
                                  'grade')


class Decisions(object):
    """Decisions in the table learning_outbox.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def recent(self):
        """The newest first, of all tickets."""
        return self._read("", ())

    def of_ticket(self, ticket):
        """The newest first."""
        return self._read("AND ticket=%s", (ticket,))

    def submit(self, ticket, account, answers, judgement):
        """Write one event for each answer, all in one transaction.

        The attempts' rows are locked first: of two authors the second one
        meets what the first one said.

        :param account: the author's `Account`.
        :return: the `Message`s on their way out.
        :raises DecidedMeanwhile: with all that stands against it.
        :raises InvalidInput: when Trac has no such answer.
        """
        batch = str(uuid.uuid4())
        with self.env.db_transaction as db:
            for learner in sorted({answer.learner for answer in answers}):
                lock_attempt_counter(db, ticket, learner)
            known = self.of_ticket(ticket)
            rows = [self._attempt(ticket, answer) for answer in answers]
            check_conflicts(zip(answers, rows), known, judgement)
            messages = [overridden_event(row, answer, judgement, account,
                                         known, batch)
                        for answer, row in zip(answers, rows)]
            for message in messages:
                outbox.add(db, message)
        return messages

    def withdraw(self, account, ticket, learner, attempt, override, reason):
        """Take one decision back.

        :param override: `event_id` of the decision.
        :return: `Message`, or None when that was said already.
        """
        with self.env.db_transaction as db:
            lock_attempt_counter(db, ticket, learner)
            if override in withdrawn_ids(self._rows("AND ticket=%s",
                                                    (ticket,))):
                return None
            message = event(WITHDRAWN, account, ticket, {
                'ticket': ticket, 'attempt': attempt, 'learner': learner,
                'override': override, 'reason': reason})
            outbox.add(db, message)
        return message

    # Internal methods

    def _attempt(self, ticket, answer):
        row = Attempts(self.env).get(ticket, answer.learner, answer.attempt)
        if row is None:
            raise InvalidInput(_("There is no such answer on ticket "
                                 "#%(id)s.", id=ticket))
        return row

    def _read(self, where, args):
        rows = self._rows(where, args)
        withdrawn = withdrawn_ids(rows)
        return [read_decision(row, withdrawn) for row in rows
                if row[1] == OVERRIDDEN]

    def _rows(self, where, args):
        return self.env.db_query(
            "SELECT event_id, detail_type, learner, occurred_at, ticket, "
            "data, echoed, last_error FROM learning_outbox "
            "WHERE detail_type IN (%%s, %%s) %s "
            "ORDER BY created DESC, event_id LIMIT %%s" % where,
            (OVERRIDDEN, WITHDRAWN) + args + (MAX_RECENT,))


def event(detail_type, account, ticket, data):
    """A `Message` of an author about a ticket."""
    return outbox.Message(str(uuid.uuid4()), detail_type, account.sub,
                          tuple(account.groups), timestamps.now(), ticket,
                          data)


def overridden_event(row, answer, judgement, account, known, batch):
    """The event that sets a grade, or says that it stands.

    :param row: the `Attempt`. :param known: `Decision`s on the ticket.
    """
    earlier = [one.data for one in known if is_about(one, answer)]
    revision = 1 + max([row.revision] + [one['revision'] for one in earlier])
    score, items, feedback = judgement.score, judgement.items, \
        judgement.feedback
    if score is None:
        score, feedback = row.score, feedback or row.feedback
        items = [{'id': item['id'], 'verdict': item['verdict']}
                 for item in row.items]
    return event(OVERRIDDEN, account, row.ticket, {
        'ticket': row.ticket, 'attempt': row.attempt, 'learner': row.sub,
        'score': score, 'feedback': feedback, 'revision': revision,
        'items': items, 'reason': judgement.reason, 'appeal': answer.appeal,
        'against': answer.grade, 'batch': batch})


def check_conflicts(answers, known, judgement):
    """
    :param answers: pairs of `Answer` and `Attempt`.
    :raises DecidedMeanwhile: when another person decided about one of them,
        or the grade that is to stand is not the one that was seen.
    """
    conflicts = [conflict_of(answer, row, known, judgement.score is None)
                 for answer, row in answers]
    if any(conflicts):
        raise DecidedMeanwhile(filter(None, conflicts))


def conflict_of(answer, row, known, stands):
    """What stands against a decision, a `Conflict`, or None."""
    said = [one for one in known if is_about(one, answer)]
    gone = {grade_id(one) for one in said
            if one.state in (REFUSED, TAKEN_BACK)}
    counting = next((one for one in said
                     if one.state in (SENT, ARRIVED)), None)
    if counting and grade_id(counting) != answer.grade:
        data = counting.data
        return Conflict(answer, counting.author, counting.at, data['score'],
                        data['feedback'], data['reason'], grade_id(counting))
    if counting is None and row.grade_id != answer.grade and (
            stands or row.person and row.grade_id not in gone):
        return Conflict(answer, '', row.phase_at, row.score, row.feedback,
                        '', row.grade_id)
    return None


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
