# -*- coding: utf-8 -*-
"""When a learner is to answer a step's question again, as the feed tells it.
"""

from collections import namedtuple

from trac.core import TracError

from learning import timestamps
from learning.paths.path import ACCEPTED

#: revision: the greatest counts; attempt: the newest that it reckons with;
#: reviewed_at, due_at: microseconds, None where there is no review.
Review = namedtuple('Review', 'ticket sub revision attempt reviewed_at '
                              'due_at')
#: A `Review` that is to come, with the ticket's summary.
ListedReview = namedtuple('ListedReview', Review._fields + ('summary',))

#: Reviews (r) of open steps (t) of a path that their learner did not give up,
#: and of which no later answer is on its way or graded.
_OPEN = """
    FROM learning_review r JOIN ticket t ON t.id=r.ticket
    WHERE r.sub=%s AND r.due_at IS NOT NULL AND t.status<>'closed'
    AND EXISTS (SELECT 1 FROM learning_step s
                JOIN learning_path p ON p.id=s.path
                WHERE s.ticket=r.ticket AND p.learner=r.sub
                AND p.state=%s)
    AND NOT EXISTS (SELECT 1 FROM learning_attempt a
                    WHERE a.ticket=r.ticket AND a.sub=r.sub
                    AND a.attempt>r.attempt
                    AND a.phase NOT IN ('ungradable', 'rejected'))
    """


class Reviews(object):
    """The table learning_review.

    :param env: the Trac environment.
    """

    def __init__(self, env):
        self.env = env

    def of(self, sub):
        """A learner's reviews as `ListedReview`s, the first due first."""
        columns = ', '.join('r.' + name for name in Review._fields)
        return [ListedReview(*found) for found in self.env.db_query(
            "SELECT " + columns + ", t.summary" + _OPEN +
            "ORDER BY r.due_at, r.ticket", (sub, ACCEPTED))]

    def due_tickets(self, sub):
        """Tickets that a learner is to answer again by now."""
        return {ticket for ticket, in self.env.db_query(
            "SELECT r.ticket" + _OPEN + "AND r.due_at<=%s",
            (sub, ACCEPTED, timestamps.now()))}


def is_due(review):
    """Is it to be answered by now?"""
    return review.due_at <= timestamps.now()


def is_failed(review):
    """Did the last answer not pass? Such a review is due at once."""
    return review.due_at == review.reviewed_at


def upsert_review(db, review):
    """Write what the feed says, if nothing newer is known and the ticket is
    still there."""
    if not db("SELECT 1 FROM ticket WHERE id=%s", (review.ticket,)):
        return
    cursor = db.cursor()
    cursor.execute(
        "INSERT INTO learning_review (%s, notified_at) VALUES (%s, 0) "
        "ON CONFLICT DO NOTHING" % (
            ', '.join(Review._fields),
            ', '.join(['%s'] * len(Review._fields))), tuple(review))
    if cursor.rowcount != 1:
        db("UPDATE learning_review SET revision=%s, attempt=%s, "
           "reviewed_at=%s, due_at=%s "
           "WHERE ticket=%s AND sub=%s AND revision<%s",
           review[2:] + (review.ticket, review.sub, review.revision))


def read_review(raw, ticket, learner):
    """A `Review` from what the feed says, None when it cannot be understood.
    """
    try:
        if not ticket or not learner:
            return None
        return Review(ticket, learner, int(raw['revision']),
                      int(raw['attempt']), _time(raw['reviewed_at']),
                      _time(raw['due_at']))
    except (AttributeError, KeyError, TypeError, ValueError, TracError):
        return None


def _time(text):
    return timestamps.from_rfc3339(text) if text else None
