# -*- coding: utf-8 -*-
"""How far a learner is on each path that was accepted."""

from collections import namedtuple

from learning.paths.path import ACCEPTED, Paths
from learning.paths.step import StepTickets, read_steps
from learning.paths.step_states import READY, count_done, mark_due, states_of
from learning.progress.question_progress import outcome_of

#: path: a `Path`; steps: its `Step`s that have a ticket; tickets: {step:
#: ticket}; states: {n: state}; worked_at: when its learner last answered one
#: of its steps, 0 for never.
PathProgress = namedtuple('PathProgress',
                          'path steps tickets states worked_at')


def paths_of(env, sub, questions, due):
    """The `PathProgress` of each, what was last worked on first.

    :param questions: {ticket: `QuestionProgress`} of the learner.
    :param due: tickets whose review is due.
    :return: a list, and the tickets of all steps, of other paths too.
    """
    tickets = StepTickets(env).of_learner(sub)
    found = [progress_of(path, tickets.get(path.id, {}), questions, due)
             for path in (Paths(env).in_state(sub, ACCEPTED)
                          if tickets else ())]
    return (sorted(found, key=lambda one: -one.worked_at),
            {ticket for steps in tickets.values()
             for ticket in steps.values()})


def progress_of(path, tickets, questions, due):
    """One path's."""
    steps = [step for step in read_steps(path.document)
             if step.step in tickets]
    known = {ticket: questions[ticket] for ticket in tickets.values()
             if ticket in questions}
    outcomes = {ticket: outcome_of(question)
                for ticket, question in known.items()}
    return PathProgress(
        path, steps, tickets, mark_due(
            states_of(steps, tickets, outcomes), steps, tickets, due),
        max([question.submitted for question in known.values()] or [0]))


def ready_steps(progress):
    """(`Step`, ticket) of those that may be answered now, in order."""
    return [(step, progress.tickets[step.step]) for step in progress.steps
            if progress.states[step.n] == READY]


def describe_done(progress):
    """(done, of how many)."""
    return count_done(progress.states.values())
