# -*- coding: utf-8 -*-
"""What learners answered, for the authors of a question."""

from collections import OrderedDict

from learning.answers import view
from learning.answers.attempt import Attempts
from learning.answers.counting import all_counting_on
from learning.translation import _

#: Learners on one page of a ticket's list.
LEARNERS_PER_PAGE = 20
#: Argument of the ticket's page: from which learner on.
FROM = 'answers_from'


def describe_learners(env, req, ticket):
    """The newest attempt of each learner, the newest first, a page of them;
    and which one counts, where that is another.

    :return: {answers, desk, count, paged, pages: [(label, address)]}
    """
    after = req.args.getint(FROM, 0, min=0, max=1000000)
    count = count_learners(env).get(ticket, 0)
    names, counting = learners_of(env, ticket), all_counting_on(env, ticket)
    rows = Attempts(env).newest_on(ticket, LEARNERS_PER_PAGE, after)
    return {'answers': [describe_answer(req, row, counting.get(row.sub),
                                        names.get(row.sub, row.sub))
                        for row in rows],
            'desk': req.href.learning('desk', ticket), 'count': count,
            'paged': FROM in req.args, 'pages': [
                (label, req.href.ticket(ticket, **{FROM: place}) +
                 '#learning-answers')
                for label, place, there in (
                    (_("Newer answers"), max(0, after - LEARNERS_PER_PAGE),
                     after > 0),
                    (_("Older answers"), after + LEARNERS_PER_PAGE,
                     after + LEARNERS_PER_PAGE < count)) if there]}


def describe_answer(req, row, counting, name):
    """A learner's newest `Attempt`, and what counts in its place."""
    other = counting and (counting.attempt != row.attempt or
                          counting.deducted)
    return dict(
        view.describe_attempt(req, row, newest=True), name=name,
        story=row.grade_id and req.href.learning('grades', row.grade_id),
        counts=dict(counting._asdict(), percent=view.percent(counting.score),
                    deducted=view.percent(counting.deducted))
        if other else None)


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
