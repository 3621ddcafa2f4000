# -*- coding: utf-8 -*-
"""Which of a learner's attempts at a question counts.

The projector works it out and the feed says it beside each attempt's state;
Trac shows it. Where the feed of an older service says nothing, the best grade
counts.
"""

from collections import namedtuple

#: attempt: number; score: 0 to 1, less `deducted`, which hints took.
Counting = namedtuple('Counting', 'attempt score deducted')


def counting_of(env, ticket, sub):
    """The `Counting` of a learner's attempts, or None."""
    for found in env.db_query(
            "SELECT counting_attempt, counting_score, deducted "
            "FROM learning_seat WHERE ticket=%s AND sub=%s "
            "AND counting_attempt IS NOT NULL", (ticket, sub)):
        return Counting(*found)


def all_counting_of(env, sub):
    """{ticket: `Counting`} of a learner."""
    return {row[0]: Counting(*row[1:]) for row in env.db_query(
        "SELECT ticket, counting_attempt, counting_score, deducted "
        "FROM learning_seat WHERE sub=%s AND counting_attempt IS NOT NULL",
        (sub,))}


def all_counting_on(env, ticket):
    """{sub: `Counting`} of the learners at a ticket."""
    return {row[0]: Counting(*row[1:]) for row in env.db_query(
        "SELECT sub, counting_attempt, counting_score, deducted "
        "FROM learning_seat WHERE ticket=%s AND counting_attempt IS NOT NULL",
        (ticket,))}


def set_counting(db, ticket, sub, counting):
    """Write which attempt counts; `counting` may be None."""
    db("UPDATE learning_seat SET counting_attempt=%s, counting_score=%s, "
       "deducted=%s WHERE ticket=%s AND sub=%s",
       tuple(counting or (None, None, None)) + (ticket, sub))


def derive_counting(db, ticket, sub):
    """The best grade counts, and of equals the first; or the newest, where
    its author says so."""
    newest = db("SELECT 1 FROM learning_question WHERE ticket=%s "
                "AND counting='newest'", (ticket,))
    found = db("SELECT attempt, score, 0 FROM learning_attempt "
               "WHERE ticket=%s AND sub=%s AND phase='graded' ORDER BY " +
               ("attempt DESC" if newest else "score DESC, attempt") +
               " LIMIT 1", (ticket, sub))
    set_counting(db, ticket, sub, found[0] if found else None)


def read_counting(raw):
    """A `Counting` from what the feed says, None when it cannot be
    understood."""
    try:
        return Counting(int(raw['attempt']), float(raw['score']),
                        float(raw['deducted']))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
