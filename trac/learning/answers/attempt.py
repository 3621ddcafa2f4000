# -*- coding: utf-8 -*-
"""A learner's attempts at a question, from the text box to the grade."""

import json
import uuid
from collections import namedtuple

from learning import timestamps
from learning.answers import openings
from learning.answers.attempt_limit import require_attempt
from learning.answers.answer_rate import AnswerLimits
from learning.questions.question import Questions
from learning.sync import outbox

_FIELDS = ('ticket sub attempt answer event_id phase phase_at submitted score '
           'feedback items provisional needs_review sources grader grade_id '
           'person revision reason seconds decisions remarks')

#: phase: received, queued, grading, graded, delayed, ungradable, rejected;
#: times: microseconds; score: 0 to 1 or None; items: list of {id, label,
#: verdict, quote}; sources: list of {title, href}; revision: of the grade,
#: 0 without one; seconds: that it took, or None; decisions: of persons, on
#: its grade: it only grows; remarks: list of codes, what `feedback` says.
Attempt = namedtuple('Attempt', _FIELDS)

#: How a learner stands with a question. phase: of the newest attempt, or
#: `DISPUTED`; score: that counts, or None.
Outcome = namedtuple('Outcome', 'phase score')
#: The question makes no sense to the learner, who did not answer since.
DISPUTED = 'disputed'

_COLUMNS = ', '.join(Attempt._fields)
#: What an attempt without a grade has in its place.
NO_GRADE = dict(score=None, feedback='', items=[], provisional=0,
                needs_review=0, sources=[], grader='', grade_id='', person=0,
                revision=0, remarks=[])
#: Columns that hold lists, as JSON. Rows from before have no remarks.
_LISTS = ('items', 'sources', 'remarks')


class Attempts(object):
    """The tables learning_attempt and learning_seat.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def of(self, ticket, sub):
        """A learner's attempts at a ticket, newest first."""
        return self._all("ticket=%s AND sub=%s ORDER BY attempt DESC",
                         (ticket, sub))

    def newest_of(self, sub):
        """{ticket: newest attempt} of a learner."""
        return {a.ticket: a for a in self._all("sub=%s ORDER BY attempt",
                                               (sub,))}

    def newest_on(self, ticket, limit, after=0):
        """The newest attempt of each learner at a ticket, newest first."""
        return self._all("ticket=%s AND attempt=(SELECT s.last_attempt FROM "
                         "learning_seat s WHERE s.ticket=%s AND "
                         "s.sub=learning_attempt.sub) "
                         "ORDER BY submitted DESC, sub LIMIT %s OFFSET %s",
                         (ticket, ticket, limit, after))

    def outcomes_of(self, sub):
        """{ticket: `Outcome`} of a learner."""
        found = {ticket: Outcome(phase, score)
                 for ticket, phase, score in self.env.db_query("""
            SELECT a.ticket, a.phase, s.counting_score
            FROM learning_attempt a
            LEFT JOIN learning_seat s ON s.ticket=a.ticket AND s.sub=a.sub
            WHERE a.sub=%s ORDER BY a.attempt
            """, (sub,))}
        for ticket in self.disputed(sub):
            score = found[ticket].score if ticket in found else None
            found[ticket] = Outcome(DISPUTED, score)
        return found

    def disputed(self, sub):
        """Tickets whose question a learner disputed, and did not answer
        since."""
        return {ticket for ticket, in self.env.db_query("""
            SELECT d.ticket FROM learning_dispute d WHERE d.sub=%s
            AND NOT EXISTS (SELECT 1 FROM learning_attempt a WHERE
                            a.ticket=d.ticket AND a.sub=d.sub
                            AND a.submitted > d.at)
            """, (sub,))}

    def seconds_of(self, sub):
        """{ticket: seconds} that a learner's answers took, as far as it is
        known."""
        return dict(self.env.db_query("""
            SELECT ticket, SUM(seconds) FROM learning_attempt
            WHERE sub=%s AND seconds IS NOT NULL GROUP BY ticket
            """, (sub,)))

    def get(self, ticket, sub, number):
        """One attempt, or None."""
        for attempt in self._all("ticket=%s AND sub=%s AND attempt=%s",
                                 (ticket, sub, number)):
            return attempt

    def submit(self, ticket, account, answer, event_id):
        """Mint the next attempt and its event in one transaction.

        The counter's row is locked first, so that attempts of one learner
        come one after the other. The same text under the same `event_id` is a
        double click: it stays one attempt. Another text under it (written
        after going back in the browser) is another attempt.

        :param account: the learner's `Account`.
        :param event_id: made when the form was shown.
        :return: (`Attempt`, `Message` or None when it was there already).
        :raises TooSoon: while the attempt before awaits its grade, or when
            there were too many within an hour.
        :raises NoAttemptsLeft: when the question allows no more.
        """
        with self.env.db_transaction as db:
            last = lock_attempt_counter(db, ticket, account.sub)
            known = self._known(event_id)
            if known and (known.ticket, known.sub, known.answer) == \
                    (ticket, account.sub, answer):
                return known, None
            question = Questions(self.env).get(ticket)
            if question:
                require_attempt(self.env, question, account.sub)
            AnswerLimits(self.env).check(
                db, self.get(ticket, account.sub, last), account.sub)
            if known or not event_id:
                event_id = str(uuid.uuid4())
            attempt = new_attempt(ticket, account.sub, last + 1, answer,
                                  event_id)
            attempt = attempt._replace(seconds=openings.end_opening(
                db, ticket, account.sub, attempt.submitted))
            self._insert(db, attempt)
            message = submitted_event(attempt, account.groups)
            outbox.add(db, message)
        return attempt, message

    def _known(self, event_id):
        for attempt in self._all("event_id=%s", (event_id,)):
            return attempt

    def _insert(self, db, attempt):
        db("UPDATE learning_seat SET last_attempt=%s "
           "WHERE ticket=%s AND sub=%s",
           (attempt.attempt, attempt.ticket, attempt.sub))
        db("INSERT INTO learning_attempt (%s) VALUES (%s)"
           % (_COLUMNS, ', '.join(['%s'] * len(Attempt._fields))),
           attempt_row(attempt))

    def _all(self, where, args):
        return [read_attempt(found) for found in self.env.db_query(
            "SELECT %s FROM learning_attempt WHERE %s" % (_COLUMNS, where),
            args)]


def lock_attempt_counter(db, ticket, sub):
    """Lock the counter of a learner's attempts at a ticket until the
    transaction ends.

    An UPDATE that changes nothing locks the row on PostgreSQL and the
    database on SQLite.

    :return: the number of the last attempt.
    """
    key = (ticket, sub)
    db("INSERT INTO learning_seat (ticket, sub, last_attempt) "
       "VALUES (%s, %s, 0) ON CONFLICT DO NOTHING", key)
    db("UPDATE learning_seat SET last_attempt=last_attempt "
       "WHERE ticket=%s AND sub=%s", key)
    for last, in db("SELECT last_attempt FROM learning_seat "
                    "WHERE ticket=%s AND sub=%s", key):
        return last


def new_attempt(ticket, sub, number, answer, event_id):
    """An attempt that was just received."""
    now = timestamps.now()
    return Attempt(ticket=ticket, sub=sub, attempt=number, answer=answer,
                   event_id=event_id, phase='received', phase_at=now,
                   submitted=now, reason='', seconds=None, decisions=0,
                   **NO_GRADE)


def submitted_event(attempt, groups):
    """The event about an attempt."""
    data = {'ticket': attempt.ticket, 'attempt': attempt.attempt,
            'answer': attempt.answer}
    if attempt.seconds is not None:
        data['seconds'] = attempt.seconds
    return outbox.Message(
        attempt.event_id, 'AnswerSubmitted.v1', attempt.sub, tuple(groups),
        attempt.submitted, attempt.ticket, data)


def attempt_row(attempt):
    """The attempt as the table holds it."""
    return tuple(attempt._replace(**{
        name: json.dumps(getattr(attempt, name)) for name in _LISTS}))


def read_attempt(found):
    """An `Attempt` from its columns."""
    attempt = Attempt(*found)
    return attempt._replace(**{
        name: json.loads(getattr(attempt, name) or '[]') for name in _LISTS})
