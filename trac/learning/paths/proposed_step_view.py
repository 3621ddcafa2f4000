# -*- coding: utf-8 -*-
"""Steps that are proposed for an accepted path, as long as they help."""

from learning.paths.path import ACCEPTED
from learning.paths.proposed_step import open_proposals
from learning.paths.step import StepTickets
from learning.paths.step_states import is_mastered
from learning.paths.view import describe_step


def helpful_proposals(env, path, tickets, outcomes):
    """The `ProposedStep`s whose gap is still one: the learner has mastered
    neither the step that was graded nor what is proposed.

    :param tickets: {step: ticket} of the path.
    :param outcomes: {ticket: `Outcome`} of its learner.
    """
    found = open_proposals(path.document, tickets) \
        if path.state == ACCEPTED else []
    mastered = found and {
        concept for (concept, _chunk), ticket
        in StepTickets(env).known(path.learner).items()
        if is_mastered(outcomes.get(ticket))}
    return [proposed for proposed in found
            if proposed.step.concept not in mastered and
            not is_mastered(outcomes.get(tickets[proposed.before]))]


def describe_additions(env, req, path, tickets, outcomes, steps):
    """What is proposed, as the path's page says it.

    :param steps: the path's, as `learning.paths.view` describes them.
    """
    return [describe_addition(req, proposed, steps) for proposed
            in helpful_proposals(env, path, tickets, outcomes)]


def describe_addition(req, proposed, steps):
    """One step more, and before which one."""
    titles = {step['n']: step['title'] for step in steps}
    before = next(step for step in steps if step['step'] == proposed.before)
    described = describe_step(req, proposed.step, 'added', titles, None)
    return dict(described, before=before, href=address_of(proposed))


def address_of(proposed):
    """Where on its path's page a proposed step stands."""
    return '#added-%s' % proposed.step.step
