# -*- coding: utf-8 -*-
"""What a step's ticket shows before its question: where the learner is, what
comes first, and the passage that it teaches from.
"""

import re
from collections import namedtuple

from learning.answers.attempt import DISPUTED, Attempts
from learning.errors import InvalidInput
from learning.paths.path import ACCEPTED, Paths
from learning.paths.progress import DONE, LOCKED, SKIPPED, states_of
from learning.paths.step import StepTickets, read_steps
from learning.paths.view import describe_source
from learning.translation import _

_WORD = re.compile(r'\w+', re.UNICODE)

#: A ticket's place in a path: `Path`, its `Step`, all `Step`s that have
#: tickets, {step: ticket}.
Place = namedtuple('Place', 'path step steps tickets')


def places_of(env, ticket, learner):
    """The `Place`s of a ticket in its learner's paths, the oldest first; in
    those that were given up where there is no other."""
    found = []
    for path in Paths(env).with_ticket(ticket, learner):
        tickets = StepTickets(env).of(path.id)
        steps = [step for step in read_steps(path.document)
                 if step.step in tickets]
        found += [Place(path, step, steps, tickets) for step in steps
                  if tickets[step.step] == ticket]
    return [place for place in found if place.path.state == ACCEPTED] or found


def describe_lesson(env, req, ticket, learner):
    """What the panel shows of a step; None for a ticket that is none.

    :param learner: sub of the learner whose ticket it is, '' for everyone's.
    """
    places = places_of(env, ticket, learner) if learner else []
    if not places:
        return None
    outcomes = Attempts(env).outcomes_of(learner)
    source = places[0].step.source
    return {'places': [describe_place(req, place, outcomes)
                       for place in places],
            'source': describe_source(req, source), 'text': source.text,
            'answered': any(phase != DISPUTED for phase, _score in
                            outcomes.get(ticket, ()))}


def describe_place(req, place, outcomes):
    """`Step 2 of 5 of …`, and what comes first."""
    states = states_of(place.steps, place.tickets, outcomes)
    first = [step for step in place.steps if step.n in place.step.needs and
             states[step.n] not in (DONE, SKIPPED)]
    return {'number': place.steps.index(place.step) + 1,
            'count': len(place.steps),
            'title': place.path.title or place.path.goal,
            'href': req.href.learning('path', place.path.id),
            'first': [{'title': step.title, 'href': req.href.ticket(
                place.tickets[step.step]) + '#learning'} for step in first]
            if states[place.step.n] == LOCKED else []}


def refuse_copy(env, ticket, learner, answer):
    """An answer that is the passage word for word shows no understanding.

    :raises InvalidInput: and says what to do.
    """
    words = words_of(answer)
    if any(words == words_of(place.step.source.text)
           for place in places_of(env, ticket, learner)):
        raise InvalidInput(_(
            "This is the passage word for word. Please say it in your own "
            "words; your text is kept below."))


def words_of(said):
    """The words alone, in small letters."""
    return _WORD.findall(said.lower())
