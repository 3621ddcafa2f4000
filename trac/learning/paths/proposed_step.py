# -*- coding: utf-8 -*-
"""Steps that are proposed for an accepted path, because a grade showed a gap.

The path's document has them beside its steps, numbered by the place that they
would take, and `declined`: uuids of those that the learner does not want.
"""

import uuid
from collections import namedtuple

from learning.paths.order import renumber
from learning.paths.step import read_step

#: step: a `Step`; before: uuid of the step that it helps.
ProposedStep = namedtuple('ProposedStep', 'step before')


def read_proposed(document):
    """The `ProposedStep`s of a path's document.

    :raises KeyError, TypeError, ValueError: when they cannot be understood.
    """
    return [ProposedStep(read_step(raw), str(uuid.UUID(raw['before'])))
            for raw in document.get('proposed_steps') or ()]


def open_proposals(document, tickets):
    """What the learner neither took nor declined, and the material has.

    :param tickets: {step: ticket} of the path.
    """
    return [proposed for proposed in untaken_proposals(document, tickets)
            if not proposed.step.retired]


def untaken_proposals(document, tickets):
    """What the learner neither took nor declined."""
    declined = document.get('declined') or ()
    return [proposed for proposed in read_proposed(document)
            if proposed.before in tickets and
            proposed.step.step not in tickets and
            proposed.step.step not in declined]


def add_step(document, tickets, proposed):
    """The document with a `ProposedStep` right before the step that it helps,
    and all numbered from 1."""
    kept = sorted((raw for raw in document['steps']
                   if raw['step'] in tickets), key=lambda raw: raw['n'])
    at = [raw['step'] for raw in kept].index(proposed.before)
    new = next(raw for raw in document['proposed_steps']
               if raw['step'] == proposed.step.step)
    order = kept[:at] + [new] + kept[at:]
    places = {raw['n']: place for place, raw in enumerate(order, 1)
              if raw is not new}
    steps = [renumber(raw, place, places) for place, raw
             in enumerate(order, 1)]
    steps[at + 1]['needs'].append(at + 1)
    return dict(
        document, steps=steps, proposed_steps=[
            renumber(raw, places[raw['n']], places)
            for raw in document['proposed_steps']
            if raw is not new and raw['n'] in places],
        skipped=[skipped for skipped in document.get('skipped') or ()
                 if (skipped['concept'], skipped['reason']) !=
                 (proposed.step.concept, 'dropped')])


def decline_step(document, step):
    """The document in which a step is declined."""
    return dict(document, declined=sorted(
        {step}.union(document.get('declined') or ())))


def keep_declined(document, other):
    """A document in which is declined what another one says, too."""
    for step in other.get('declined') or ():
        document = decline_step(document, step)
    return document
