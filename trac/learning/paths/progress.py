# -*- coding: utf-8 -*-
"""How far a learner is on the steps of an accepted path."""

from learning.answers.attempt import DISPUTED
from learning.answers.view import WAITING

#: From this score on a step is mastered: COMPLETED_SCORE of
#: `traclearn_contracts.grades`.
MASTERED_SCORE = 0.8

DONE, READY, LOCKED, NEEDS_REVIEW, ANSWERED, SKIPPED = (
    'done', 'ready', 'locked', 'needs_review', 'answered', 'skipped')


def states_of(steps, tickets, outcomes):
    """{n: state} of the steps that have a ticket.

    A step that was dropped or is skipped holds up no other.

    :param tickets: {step: ticket}.
    :param outcomes: {ticket: [(phase, score), ...]}, newest first.
    """
    taken = [step for step in steps if step.step in tickets]
    places = {step.n for step in taken}
    done = {step.n for step in taken
            if is_mastered(outcomes.get(tickets[step.step]))}
    skipped = {step.n for step in taken
               if is_skipped(outcomes.get(tickets[step.step]))}
    return {step.n: DONE if step.n in done else state_of_open(
        outcomes.get(tickets[step.step]),
        bool(places.intersection(step.needs) - done - skipped))
        for step in taken}


def state_of_open(outcomes, locked):
    """Of a step that is not mastered.

    :param locked: whether something comes first.
    """
    if is_skipped(outcomes):
        return SKIPPED
    if outcomes and outcomes[0][0] in WAITING:
        return ANSWERED
    if counting_score(outcomes) is not None:
        return NEEDS_REVIEW
    return LOCKED if locked else READY


def is_skipped(outcomes):
    """Does its question make no sense to the learner, who did not answer
    since?"""
    return bool(outcomes) and outcomes[0][0] == DISPUTED


def is_mastered(outcomes):
    """Is the grade that counts good enough?"""
    score = counting_score(outcomes)
    return score is not None and score >= MASTERED_SCORE


def counting_score(outcomes):
    """That of the newest attempt with a grade, or None."""
    return next((score for phase, score in outcomes or ()
                 if phase == 'graded'), None)
