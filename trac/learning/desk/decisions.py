# -*- coding: utf-8 -*-
"""Decisions in the outbox: made under the attempts' locks, and remembered for
as long as their rows are kept.
"""

import uuid

from learning.answers.attempt import Attempts, lock_attempt_counter
from learning.desk.conflict import check_conflicts
from learning.desk.decision import (OPEN, OVERRIDDEN, WITHDRAWN, event,
                                    grade_id, is_about, read_decision,
                                    withdrawn_ids)
from learning.errors import InvalidInput
from learning.sync import outbox
from learning.translation import _

#: Rows of the list of recent decisions, withdrawals among them: of two, the
#: later one is the withdrawal, so none is missed.
MAX_RECENT = 100
OF_TICKET = "AND ticket=%s ORDER BY created DESC, event_id"


class Decisions(object):
    """Decisions in the table learning_outbox.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def recent(self):
        """The newest first, of all tickets."""
        return self._read("ORDER BY created DESC, event_id LIMIT %s",
                          MAX_RECENT)

    def of_ticket(self, ticket):
        """All, the newest first."""
        return self._read(OF_TICKET, ticket)

    def submit(self, ticket, account, answers, judgement):
        """Write one event for each answer, all in one transaction.

        The attempts' rows are locked first: of two authors the second one
        meets what the first one said. Who clicks twice says it once.

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
            found = [(answer, row, overridden_event(
                row, answer, judgement, account, known, batch))
                for answer, row in zip(answers, rows)]
            found = [one for one in found if not is_repeated(one[2], known)]
            check_conflicts([one[:2] for one in found], known, judgement)
            messages = [message for _answer, _row, message in found]
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
            if override in withdrawn_ids(self._rows(OF_TICKET, ticket)):
                return None
            message = event(WITHDRAWN, account, ticket, {
                'ticket': ticket, 'attempt': attempt, 'learner': learner,
                'override': override, 'reason': reason})
            outbox.add(db, message)
        return message

    def withdraw_batch(self, account, ticket, batch, reason):
        """Take back all that one decision set and that still stands.

        :return: the `Message`s.
        """
        with self.env.db_transaction:
            return filter(None, [
                self.withdraw(account, ticket, one.data['learner'],
                              one.data['attempt'], one.event_id, reason)
                for one in sorted(self.of_ticket(ticket),
                                  key=lambda one: one.data['learner'])
                if one.data['batch'] == batch and one.state in OPEN])

    # Internal methods

    def _attempt(self, ticket, answer):
        row = Attempts(self.env).get(ticket, answer.learner, answer.attempt)
        if row is None:
            raise InvalidInput(_("There is no such answer on ticket "
                                 "#%(id)s.", id=ticket))
        return row

    def _read(self, which, argument):
        rows = self._rows(which, argument)
        withdrawn = withdrawn_ids(rows)
        return [read_decision(row, withdrawn) for row in rows
                if row[1] == OVERRIDDEN]

    def _rows(self, which, argument):
        return self.env.db_query(
            "SELECT event_id, detail_type, learner, occurred_at, ticket, "
            "data, echoed, last_error FROM learning_outbox "
            "WHERE detail_type IN (%%s, %%s) %s" % which,
            (OVERRIDDEN, WITHDRAWN, argument))


def is_repeated(message, known):
    """Did this author say the same of the same grade before?"""
    return any(one.state in OPEN and one.author == message.learner and
               said_in(one.data) == said_in(message.data) for one in known)


def said_in(data):
    """What a decision says, whenever it was sent."""
    return {name: value for name, value in data.items()
            if name not in ('revision', 'batch')}


def overridden_event(row, answer, judgement, account, known, batch):
    """The event that sets a grade, or says that it stands.

    :param row: the `Attempt`. :param known: `Decision`s on the ticket.
    """
    earlier = [one for one in known if is_about(one, answer)]
    revision = 1 + max([row.revision] + [one.data['revision']
                                         for one in earlier])
    score, items, feedback = judgement.score, judgement.items, \
        judgement.feedback
    if score is None:
        stands = next((one.data for one in earlier
                       if grade_id(one) == answer.grade), row._asdict())
        score, feedback = stands['score'], feedback or stands['feedback']
        items = [{'id': item['id'], 'verdict': item['verdict']}
                 for item in stands['items']]
    return event(OVERRIDDEN, account, row.ticket, {
        'ticket': row.ticket, 'attempt': row.attempt, 'learner': row.sub,
        'score': score, 'feedback': feedback, 'revision': revision,
        'items': items, 'reason': judgement.reason, 'appeal': answer.appeal,
        'against': answer.grade, 'batch': batch})
