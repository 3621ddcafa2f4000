# -*- coding: utf-8 -*-
"""What waits too long or failed: the newest attempts, and events on their way
out.
"""

from collections import namedtuple

from learning import timestamps
from learning.answers import answer_rate
from learning.translation import N_, gettext

#: Rows that a list shows; the counts are of all.
MAX_ROWS = 200
#: Seconds after which an event without an echo is worth a look.
STUCK_AFTER_S = 60
#: The feed's reasons for people; what else it says is shown as it is.
REASONS = {
    'grader_failed': N_("the grader failed on it"),
    'no_question': N_("its question never came"),
    'not_yours': N_("the ticket belongs to another learner"),
    'rejected': N_("another answer has taken this attempt"),
    'attempt_taken': N_("another answer has taken this attempt"),
    'unknown_ticket': N_("there is no such ticket"),
}

Trouble = namedtuple('Trouble', 'ticket username attempt phase phase_at '
                                'reason')
Stuck = namedtuple('Stuck', 'event_id detail_type ticket username created '
                            'tries last_error echoed')

# The newest attempt counts; what it replaced needs nobody's care.
_NEWEST = """
    FROM learning_attempt t
    JOIN learning_seat s ON s.ticket=t.ticket AND s.sub=t.sub
         AND s.last_attempt=t.attempt
    LEFT JOIN learning_account a ON a.sub=t.sub"""
_TROUBLED = _NEWEST + """
    WHERE t.phase IN ('ungradable', 'rejected', 'delayed')
       OR (t.phase IN ('received', 'queued', 'grading')
           AND t.phase_at < %s)"""
_STUCK = """
    FROM learning_outbox o LEFT JOIN learning_account a ON a.sub=o.learner
    WHERE (o.echoed IS NULL AND o.created < %s)
       OR (o.echoed IS NOT NULL AND o.last_error <> '')"""


def count_troubles(env):
    """How many attempts and events need somebody."""
    late, quiet = late_and_stuck_before()
    return (env.db_query("SELECT COUNT(*) " + _TROUBLED, (late,))[0][0] +
            env.db_query("SELECT COUNT(*) " + _STUCK, (quiet,))[0][0])


def count_failed(env):
    """How many answers could not be graded."""
    return env.db_query("SELECT COUNT(*) " + _NEWEST + """
        WHERE t.phase IN ('ungradable', 'rejected')""")[0][0]


def troubles(env):
    """`Trouble`s: attempts that wait too long or failed."""
    return [Trouble(*row) for row in env.db_query(
        "SELECT t.ticket, COALESCE(a.username, t.sub), t.attempt, "
        "t.phase, t.phase_at, t.reason " + _TROUBLED +
        " ORDER BY t.phase_at DESC LIMIT %s",
        (late_and_stuck_before()[0], MAX_ROWS))]


def stuck_events(env):
    """`Stuck`: events without an echo, and rejected ones."""
    return [Stuck(*row) for row in env.db_query(
        "SELECT o.event_id, o.detail_type, o.ticket, "
        "COALESCE(a.username, o.learner), o.created, o.tries, "
        "o.last_error, o.echoed " + _STUCK +
        " ORDER BY o.created DESC LIMIT %s",
        (late_and_stuck_before()[1], MAX_ROWS))]


def reason_of(trouble):
    """What an operator should know about it."""
    known = REASONS.get(trouble.reason)
    return gettext(known) if known else trouble.reason


def late_and_stuck_before():
    """Times before which an attempt is delayed and an event is stuck."""
    now = timestamps.now()
    return (now - answer_rate.DELAYED_AFTER_S * timestamps.SECOND,
            now - STUCK_AFTER_S * timestamps.SECOND)
