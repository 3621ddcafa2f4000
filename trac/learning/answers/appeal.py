# -*- coding: utf-8 -*-
"""A learner asks for a second look at a grade: "this is in my second
sentence".

A second grader looks, which does not see the first grade; where the two
differ, or there is no second one, an author decides. The feed says how it
stands.
"""

import uuid
from collections import namedtuple

from trac.core import TracError

from learning import text, timestamps
from learning.answers.attempt import Attempts, lock_attempt_counter
from learning.errors import AppealRefused
from learning.sync import outbox
from learning.translation import N_, _, gettext

APPEALED = 'GradeAppealed.v1'
#: As the contract has it.
MAX_REASON_CHARS = 2000
#: Not yet with the projector; the others are the feed's words.
SENT, OPEN, STANDS, WITH_AUTHOR, DECIDED, REJECTED = (
    'sent', 'open', 'stands', 'with_author', 'decided', 'rejected')
STATES = (OPEN, STANDS, WITH_AUTHOR, DECIDED)
#: Somebody still looks.
PENDING = (SENT, OPEN, WITH_AUTHOR)
#: Below that of each state of the feed's.
SENT_RANK = -1

#: id: uuid of its event; grade_id: that the learner saw; reason: the
#: learner's words; answer: the author's; at: microseconds, since when it is
#: so; rank: of the state, the greater counts.
Appeal = namedtuple('Appeal', 'id ticket sub attempt grade_id state why '
                              'reason answer at rank')
_COLUMNS = ', '.join(Appeal._fields)


class Appeals(object):
    """The table learning_appeal.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def of(self, ticket, sub):
        """{attempt: newest `Appeal`} of a learner at a ticket."""
        return {found[3]: Appeal(*found) for found in self.env.db_query(
            "SELECT %s FROM learning_appeal WHERE ticket=%%s AND sub=%%s "
            "ORDER BY at, rank" % _COLUMNS, (ticket, sub))
            if found[3] is not None}

    def submit(self, ticket, account, number, reason, event_id):
        """Write the appeal and its event in one transaction.

        :param account: the learner's `Account`. :param number: of the
            attempt. :param event_id: made when the form was shown. Another
            reason under it (written after going back in the browser) is
            another appeal.
        :return: the `Message`, or None for a double click.
        :raises InvalidInput: when the reason will not do.
        :raises AppealRefused: when this grade cannot be appealed.
        """
        text.check_text(reason, _("Your reason"), MAX_REASON_CHARS,
                        _("Please say what the grade overlooks."))
        with self.env.db_transaction as db:
            lock_attempt_counter(db, ticket, account.sub)
            attempt = Attempts(self.env).get(ticket, account.sub, number)
            known = self.of(ticket, account.sub).get(number)
            if known and known.state != REJECTED and \
                    (known.id, known.reason) == (event_id, reason):
                return None
            refusal = refusal_of(attempt, known)
            if refusal:
                raise AppealRefused(refusal)
            if is_used(db, event_id):
                event_id = ''
            message = appealed_event(attempt, account, reason, event_id)
            insert_appeal(db, Appeal(
                message.event_id, ticket, account.sub, number,
                attempt.grade_id, SENT, '', reason, '', message.occurred_at,
                SENT_RANK))
            outbox.add(db, message)
        return message


#: Why a grade cannot be appealed, by what stands in the way.
REFUSALS = {
    'ungraded': N_("There is no grade here to look at again."),
    'person': N_("This grade was set by a person, who has read your answer: "
                 "there is no second look at it. If something is still "
                 "wrong, say so in a comment on the ticket."),
    'pending': N_("You have asked for a second look at this answer "
                  "already."),
    'settled': N_("A second look was taken at this grade already."),
}


def refusal_of(attempt, known):
    """Why this grade cannot be appealed, in words; None when it can.

    :param attempt: the `Attempt`, or None. :param known: its newest
        `Appeal`, or None: each grade has one at most.
    """
    if attempt is None or attempt.phase != 'graded':
        return gettext(REFUSALS['ungraded'])
    if attempt.person:
        return gettext(REFUSALS['person'])
    if known and known.state in PENDING:
        return gettext(REFUSALS['pending'])
    if known and known.state != REJECTED and \
            known.grade_id == attempt.grade_id:
        return gettext(REFUSALS['settled'])


def appealed_event(attempt, account, reason, event_id):
    """The event that says it."""
    return outbox.Message(
        event_id or str(uuid.uuid4()), APPEALED, account.sub,
        tuple(account.groups), timestamps.now(), attempt.ticket,
        {'ticket': attempt.ticket, 'attempt': attempt.attempt,
         'grade': attempt.grade_id, 'reason': reason})


def is_used(db, event_id):
    """Does an event or an appeal have this id already?"""
    return db("SELECT 1 FROM learning_outbox WHERE event_id=%s "
              "UNION SELECT 1 FROM learning_appeal WHERE id=%s",
              (event_id, event_id))


def insert_appeal(db, appeal):
    """Write it, unless its id is known.

    :return: whether it was written.
    """
    cursor = db.cursor()
    cursor.execute(
        "INSERT INTO learning_appeal (%s) VALUES (%s) ON CONFLICT DO NOTHING"
        % (_COLUMNS, ', '.join(['%s'] * len(appeal))), tuple(appeal))
    return cursor.rowcount == 1


def upsert_appeal(db, appeal):
    """Write what the feed says, if nothing newer is known. The grade that
    the learner saw is known here alone."""
    if not insert_appeal(db, appeal):
        db("UPDATE learning_appeal SET state=%s, why=%s, answer=%s, at=%s, "
           "rank=%s WHERE id=%s AND sub=%s AND rank<=%s",
           (appeal.state, appeal.why, appeal.answer, appeal.at, appeal.rank,
            appeal.id, appeal.sub, appeal.rank))


def reject_appeal(db, event_id, learner, reason, at):
    """The projector did not take it: say so, and let the learner ask
    again."""
    db("UPDATE learning_appeal SET state=%s, why=%s, at=%s WHERE id=%s "
       "AND sub=%s", (REJECTED, reason or '', at, event_id, learner))


def read_appeal(raw, ticket, learner, attempt):
    """An `Appeal` from what the feed says, None when it cannot be understood.
    """
    try:
        if raw['state'] not in STATES + (REJECTED,) or not (
                ticket and learner and attempt):
            return None
        return Appeal(str(uuid.UUID(raw['id'])), ticket, learner,
                      int(attempt), '', raw['state'], raw.get('why') or '',
                      unicode(raw['reason'] or ''),
                      unicode(raw.get('answer') or ''),
                      timestamps.from_rfc3339(raw['at']), int(raw['rank']))
    except (AttributeError, KeyError, TypeError, ValueError, TracError):
        return None
