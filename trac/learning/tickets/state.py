# -*- coding: utf-8 -*-
"""How a question stands with a learner, and the ticket of one that was given
to this learner alone.
"""

from learning.answers.counting import counting_of
from learning.paths.step_states import MASTERED_SCORE
from learning.tickets.learning_ticket import ANSWERED, OPEN, PASSED, STATES


def follow_grade(env, ticket, learner):
    """Set how a learner's own ticket stands by the score that counts; one
    that is elsewhere stays there.

    :param ticket: the `Ticket`, which is saved by who calls.
    :return: whether it stands otherwise now.
    """
    before = ticket['status']
    if before in STATES:
        ticket['status'] = state_of_score(env, ticket.id, learner)
    return ticket['status'] != before


def state_of_score(env, number, learner):
    """How a question stands with this learner, by the score that counts."""
    counting = counting_of(env, number, learner) if learner else None
    if counting is None:
        return OPEN
    return PASSED if counting.score >= MASTERED_SCORE else ANSWERED


def count_passed(env, number):
    """How many learners passed it."""
    return env.db_query("SELECT COUNT(*) FROM learning_seat WHERE ticket=%s "
                        "AND counting_score>=%s",
                        (number, MASTERED_SCORE))[0][0]
