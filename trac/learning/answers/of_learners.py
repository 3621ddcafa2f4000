# -*- coding: utf-8 -*-
"""What learners answered, for the authors of a question."""

from learning.answers import view
from learning.answers.attempt import Attempts
from learning.users.account import Accounts

#: Learners that a ticket shows; the desk and the gradebook have all.
MAX_LEARNERS = 50


def describe_learners(env, req, ticket):
    """The newest attempt of each learner, the newest first.

    :return: {answers, desk, count}
    """
    accounts = Accounts(env)
    rows = Attempts(env).newest_on(ticket, MAX_LEARNERS)
    return {'answers': [dict(view.describe_attempt(req, row, newest=True),
                             name=name_of(accounts.of_sub(row.sub), row.sub))
                        for row in rows],
            'desk': req.href.learning('desk', ticket),
            'count': count_learners(env).get(ticket, 0)}


def name_of(account, sub):
    """The user name, the sub of somebody who is unknown here."""
    return account.username if account else sub


def count_learners(env):
    """{ticket: how many learners answered it}"""
    return dict(env.db_query("SELECT ticket, COUNT(*) FROM learning_seat "
                             "WHERE last_attempt > 0 GROUP BY ticket"))
