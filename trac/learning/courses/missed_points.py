# -*- coding: utf-8 -*-
"""Where learners fail: the points of a course's rubrics that most answers do
not make.
"""

import json
from collections import namedtuple

#: Answers that are read, the newest.
MAX_ANSWERS = 2000
#: From so many answers on a share says something.
ENOUGH_ANSWERS = 5
#: Points that a page shows.
MAX_POINTS = 10

#: ticket: number; title: of the ticket; label: of the point; missed, partly:
#: how many answers; answers: of how many.
MissedPoint = namedtuple('MissedPoint',
                         'ticket title label missed partly answers')


def missed_points(env, course):
    """The `MissedPoint`s of a course, by the share of answers that miss them;
    those with few answers behind the others. Each learner's attempt that
    counts is one answer."""
    found = {}
    for ticket, title, items in env.db_query("""
            SELECT a.ticket, t.summary, a.items FROM learning_attempt a
            JOIN learning_seat s ON s.ticket=a.ticket AND s.sub=a.sub
                 AND s.counting_attempt=a.attempt
            JOIN learning_question q ON q.ticket=a.ticket
            JOIN ticket t ON t.id=a.ticket
            WHERE q.course=%s AND a.phase='graded'
            ORDER BY a.submitted DESC LIMIT %s
            """, (course, MAX_ANSWERS)):
        for item in json.loads(items):
            add_verdict(found, ticket, title, item)
    return sorted((point for point in found.values() if point.missed),
                  key=rank)


def add_verdict(found, ticket, title, item):
    """Count one verdict. The newest answer says what the point is called."""
    known = found.setdefault((ticket, item['id']), MissedPoint(
        ticket, title, item.get('label') or '', 0, 0, 0))
    found[ticket, item['id']] = known._replace(
        missed=known.missed + (item['verdict'] == 'no'),
        partly=known.partly + (item['verdict'] == 'partly'),
        answers=known.answers + 1)


def rank(point):
    """The greatest share first, of equals what more answers miss."""
    return (is_small(point), -point.missed / float(point.answers),
            -point.missed, point.ticket)


def is_small(point):
    """Are there too few answers to say much?"""
    return point.answers < ENOUGH_ANSWERS
