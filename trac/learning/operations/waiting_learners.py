# -*- coding: utf-8 -*-
"""What learners wait for now, where it is, and since when: of what Trac itself
knows, so that it is true while every service is away.
"""

from collections import namedtuple

from learning import timestamps
from learning.answers.answer_rate import AWAITED, DELAYED_AFTER_S
from learning.sync.cursor import FEED_NAME

#: kind: `answers` or `paths`; phase: where it is; count: how many; since:
#: microseconds, of the one that waits longest in that phase.
Waiting = namedtuple('Waiting', 'kind phase count since')
#: What Trac could not hand over: how many events, since when, and what the
#: gateway said of the oldest.
Unsent = namedtuple('Unsent', 'count since error')

#: An answer whose event the gateway did not take yet.
UNSENT = 'unsent'
#: Seconds without a look at the feed after which grades may be there and not
#: shown: the longest wait of one look and the longest rest between two.
FEED_QUIET_AFTER_S = 60
#: Seconds after which an event should have been taken.
UNSENT_AFTER_S = 15


# Nobody took it, as far as Trac was told.
_UNSENT = "(o.echoed IS NULL AND (o.tries=0 OR o.last_error <> ''))"
# The newest attempt counts.
_ANSWERS = """
    SELECT CASE WHEN t.phase='received' AND %s THEN '%s'
           ELSE t.phase END AS place, COUNT(*), MIN(t.submitted)
    FROM learning_attempt t
    JOIN learning_seat s ON s.ticket=t.ticket AND s.sub=t.sub
         AND s.last_attempt=t.attempt
    LEFT JOIN learning_outbox o ON o.event_id=t.event_id
    WHERE t.phase IN ('received', 'queued', 'grading', 'delayed')
    GROUP BY place""" % (_UNSENT, UNSENT)
_PATHS = """
    SELECT COUNT(*), MIN(asked_at) FROM learning_path
    WHERE state IN ('requested', 'working')"""


def waiting_learners(env):
    """[`Waiting`], answers first and in the order of their way."""
    found = {place: Waiting('answers', place, count, since)
             for place, count, since in env.db_query(_ANSWERS)}
    rows = [found[phase] for phase in (UNSENT,) + AWAITED + ('delayed',)
            if phase in found]
    return rows + [Waiting('paths', 'requested', count, since)
                   for count, since in env.db_query(_PATHS) if count]


def unsent_events(env):
    """`Unsent`, or None where the gateway takes what it is given."""
    quiet = timestamps.now() - UNSENT_AFTER_S * timestamps.SECOND
    count, since = env.db_query(
        "SELECT COUNT(*), MIN(o.created) FROM learning_outbox o WHERE %s AND "
        "o.created < %%s" % _UNSENT, (quiet,))[0]
    if not count:
        return None
    errors = env.db_query(
        "SELECT o.last_error FROM learning_outbox o WHERE %s AND o.created=%%s"
        % _UNSENT, (since,))
    return Unsent(count, since, errors[0][0] if errors else '')


def feed_read_at(env):
    """When the feed was last read, in microseconds; None: never."""
    for at, in env.db_query("SELECT read_at FROM learning_cursor "
                            "WHERE name=%s", (FEED_NAME,)):
        return at


def is_late(waiting):
    """Does somebody wait longer than is usual?"""
    return any(is_older(row.since, DELAYED_AFTER_S) for row in waiting)


def is_older(at, seconds):
    """Whether a time lies so far back."""
    return timestamps.now() - at > seconds * timestamps.SECOND
