# -*- coding: utf-8 -*-
"""What a step's ticket shows before its question: where the learner is, what
comes first, and the passage that it teaches from; and below a grade what that
led to.
"""

import re
from collections import namedtuple

from learning.answers.attempt import DISPUTED, Attempts
from learning.errors import InvalidInput
from learning.paths.path import ACCEPTED, Paths
from learning.paths.proposed_step_view import address_of, helpful_proposals
from learning.paths.step import StepTickets, read_steps
from learning.paths.step_states import (DONE, LOCKED, NEEDS_REVIEW, READY,
                                        RETIRED, SKIPPED, is_mastered,
                                        state_of, states_of)
from learning.paths.view import describe_source, test_out_link
from learning.rendering.passage_html import render_passage
from learning.translation import _

_WORD = re.compile(r'\w+', re.UNICODE)

#: How long an open page looks for a step that a low grade may propose.
PROPOSED_WITHIN_S = 30

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


def describe_lesson(env, req, ticket, learner, can_answer):
    """What the panel shows of a step; None for a ticket that is none.

    The passage is folded while an answer waits, and once it was good.

    :param learner: sub of the learner whose ticket it is, '' for everyone's.
    :param can_answer: whether who looks may answer: then one without an
        answer may test out, which `?test_out=1` begins.
    """
    places = places_of(env, ticket, learner) if learner else []
    if not places:
        return None
    outcomes = Attempts(env).outcomes_of(learner)
    step, state = places[0].step, state_of(outcomes.get(ticket))
    may_test_out = can_answer and state == READY
    return {'places': [describe_place(req, place, outcomes)
                       for place in places],
            'source': describe_source(req, step),
            'text': render_passage(step.source.text or ''),
            'retired': step.retired,
            'opened': state in (READY, NEEDS_REVIEW, SKIPPED),
            'testing': may_test_out and 'test_out' in req.args,
            'test_out': test_out_link(req, ticket) if may_test_out else None,
            'href': req.href.ticket(ticket) + '#learning'}


def describe_place(req, place, outcomes):
    """`Step 2 of 5 of …`, and what comes first."""
    states = states_of(place.steps, place.tickets, outcomes)
    first = [step for step in place.steps if step.n in place.step.needs and
             states[step.n] not in (DONE, RETIRED, SKIPPED)]
    return {'number': place.steps.index(place.step) + 1,
            'count': len(place.steps),
            'title': place.path.title or place.path.goal,
            'href': req.href.learning('path', place.path.id),
            'first': [{'title': step.title, 'href': req.href.ticket(
                place.tickets[step.step]) + '#learning'} for step in first]
            if states[place.step.n] == LOCKED else []}


def add_consequences(env, req, panel, ticket, learner):
    """Say below the newest grade of a step what that answer unlocked, and
    which steps would help.

    A page that is open looks on for a while: a step is proposed a moment
    after the grade that asks for it.

    :param panel: as `learning.answers.view` describes attempts.
    """
    current = panel['current']
    if not current or current['phase'] != 'graded':
        return
    places = [place for place in places_of(env, ticket, learner)
              if place.path.state == ACCEPTED] if learner else []
    outcomes = Attempts(env).outcomes_of(learner) if places else {}
    if current['passed'] and not any(earlier['passed']
                                     for earlier in panel['earlier']):
        panel['unlocked'] = describe_unlocked(req, places, ticket, outcomes)
    panel['proposed'] = [
        {'title': found.step.title,
         'href': req.href.learning('path', place.path.id) + address_of(found)}
        for place in places for found in helpful_proposals(
            env, place.path, place.tickets, outcomes)
        if found.before == place.step.step]
    if places and not panel['proposed'] and \
            not is_mastered(outcomes.get(ticket)) and \
            current['since']['seconds'] < PROPOSED_WITHIN_S:
        panel['final'] = False


def describe_unlocked(req, places, ticket, outcomes):
    """The steps, each once, that only wanted this ticket passed."""
    before = {number: outcome for number, outcome in outcomes.items()
              if number != ticket}
    found = []
    for place in places:
        was, now = (states_of(place.steps, place.tickets, known)
                    for known in (before, outcomes))
        found += [{'title': step.title, 'href': req.href.ticket(
            place.tickets[step.step]) + '#learning'} for step in place.steps
            if (was[step.n], now[step.n]) == (LOCKED, READY)]
    return [step for at, step in enumerate(found)
            if step['href'] not in [other['href'] for other in found[:at]]]


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
