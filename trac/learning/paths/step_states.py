# -*- coding: utf-8 -*-
"""How far a learner is on the steps of an accepted path."""

from learning.answers.attempt import DISPUTED, Outcome
from learning.answers.view import WAITING

#: From this score on a step is mastered: COMPLETED_SCORE of
#: `traclearn_contracts.grades`.
MASTERED_SCORE = 0.8

DONE, READY, LOCKED, NEEDS_REVIEW, ANSWERED, NOT_NEEDED, RETIRED, SKIPPED = (
    'done', 'ready', 'locked', 'needs_review', 'answered', 'not_needed',
    'retired', 'skipped')
#: Done, and to be answered again by now: it locks nothing.
REVIEW_DUE = 'review_due'
UNTOUCHED = Outcome(None, None)
#: Of a step without an answer, how much it calls for one: the least first.
UNANSWERED = (NOT_NEEDED, LOCKED, READY)


def states_of(steps, tickets, outcomes):
    """{n: state} of the steps that have a ticket.

    A step that was dropped or is skipped holds up no other, nor does one of
    which the passage left the material.

    :param tickets: {step: ticket}.
    :param outcomes: {ticket: `Outcome`}.
    """
    taken = [step for step in steps if step.step in tickets]
    done = {step.n for step in taken
            if is_mastered(outcomes.get(tickets[step.step]))}
    skipped = {step.n for step in taken
               if is_skipped(outcomes.get(tickets[step.step]))}
    retired = {step.n for step in taken if step.retired} - done
    open_places = {step.n for step in taken} - done - retired - skipped
    states = {step.n: RETIRED if step.n in retired else state_of(
        outcomes.get(tickets[step.step]),
        bool(open_places.intersection(step.needs))) for step in taken}
    mark_not_needed(taken, states)
    return states


def mark_not_needed(steps, states):
    """Of steps without an answer those that nothing calls for any more: the
    goal does not ask for them, and what needs them is done or as little
    needed.

    :param steps: in order: what needs a step stands behind it.
    :param states: {n: state}, which is changed.
    """
    for step in reversed(steps):
        needing = {states[one.n] for one in steps if step.n in one.needs}
        if states[step.n] in UNANSWERED and not step.asked_for and \
                needing and needing <= {DONE, NOT_NEEDED}:
            states[step.n] = NOT_NEEDED


def mark_due(states, steps, tickets, due):
    """The states, with those steps told apart that are done and of which the
    review is due.

    :param states: of `states_of`. :param due: tickets.
    """
    tickets = {step.n: tickets.get(step.step) for step in steps}
    return {n: REVIEW_DUE if state == DONE and tickets[n] in due else state
            for n, state in states.items()}


def count_done(states):
    """(how many are done, of how many) steps: what is not needed, retired or
    skipped counts as neither.

    :param states: of each step.
    """
    counted = [state for state in states
               if state not in (NOT_NEEDED, RETIRED, SKIPPED)]
    return sum(state in (DONE, REVIEW_DUE) for state in counted), len(counted)


def state_of(outcome, locked=False):
    """Of one step.

    :param outcome: an `Outcome`, or None without any.
    :param locked: whether something comes first.
    """
    phase, score = outcome or UNTOUCHED
    if is_mastered(outcome):
        return DONE
    if is_skipped(outcome):
        return SKIPPED
    if phase in WAITING:
        return ANSWERED
    if score is not None:
        return NEEDS_REVIEW
    return LOCKED if locked else READY


def is_skipped(outcome):
    """Does its question make no sense to the learner, who did not answer
    since?"""
    return bool(outcome) and outcome.phase == DISPUTED


def is_mastered(outcome):
    """Is the score that counts good enough?"""
    score = outcome and outcome.score
    return score is not None and score >= MASTERED_SCORE
