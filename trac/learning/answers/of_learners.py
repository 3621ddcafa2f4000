# -*- coding: utf-8 -*-
"""What learners answered, for the authors of a question."""

from collections import OrderedDict

from learning.answers import view
from learning.answers.attempt import Attempts

#: Learners that a ticket shows; the desk and the gradebook have all.
MAX_LEARNERS = 50


def describe_learners(env, req, ticket):
    """The newest attempt of each learner, the newest first.

    :return: {answers, desk, count}
    """
    names = learners_of(env, ticket)
    rows = Attempts(env).newest_on(ticket, MAX_LEARNERS)
    return {'answers': [dict(view.describe_attempt(req, row, newest=True),
                             name=names.get(row.sub, row.sub))
                        for row in rows],
            'desk': req.href.learning('desk', ticket),
            'count': count_learners(env).get(ticket, 0)}


def learners_of(env, ticket):
    """{sub: user name} of who has answered and is known here, in the order of
    their names."""
    return OrderedDict(env.db_query("""
        SELECT s.sub, a.username FROM learning_seat s
        JOIN learning_account a ON a.sub=s.sub
        WHERE s.ticket=%s AND s.last_attempt>0 ORDER BY a.username
        """, (ticket,)))


def count_learners(env):
    """{ticket: how many learners answered it}"""
    return dict(env.db_query("SELECT ticket, COUNT(*) FROM learning_seat "
                             "WHERE last_attempt > 0 GROUP BY ticket"))
