# -*- coding: utf-8 -*-
"""Paths turned into what a page says: words, symbols, times, links."""

import uuid

from learning import timestamps
from learning.answers.limits import DELAYED_AFTER_S
from learning.answers.view import describe_time, safe_link
from learning.paths import request
from learning.paths.path import (ACCEPTED, GIVEN_UP, PROPOSED, REQUESTED,
                                 WORKING)
from learning.paths.progress import (DONE, LOCKED, READY, SKIPPED,
                                     states_of)
from learning.paths.step import read_steps
from learning.translation import N_, _, gettext, ngettext

#: States that end by themselves.
MOVING = (REQUESTED, WORKING)
#: Never by colour alone: a symbol and a word.
STATES = {
    'requested': (u'\u2191', N_("Asked for")),
    'working': (u'\u2026', N_("Being made")),
    'proposed': (u'?', N_("Proposed")),
    'unavailable': (u'\u2717', N_("Not available")),
    'accepted': (u'\u2713', N_("Accepted")),
    'given_up': (u'\u2212', N_("Given up")),
}
STEP_STATES = {
    'proposed': (u'?', N_("proposed")),
    'done': (u'\u2713', N_("done")),
    'ready': (u'\u2192', N_("ready")),
    'locked': (u'\u2298', N_("locked")),
    'answered': (u'\u2026', N_("answered")),
    'needs_review': (u'\u21bb', N_("needs review")),
    'given_up': (u'\u2212', N_("given up")),
    'skipped': (u'\u21b7', N_("skipped")),
}
PHASES = {
    'searching': N_("Looking through the material"),
    'ordering': N_("Putting the steps in order"),
    'asking': N_("Writing the questions"),
    'waiting': N_("Waiting for the knowledge base: it goes on by itself"),
}
REASONS = {
    'not_covered': N_("The material does not teach this."),
    'nothing_left': N_("You have mastered all that this needs."),
    'too_many_requests': N_("You asked for too many paths within an hour."),
    'failed': N_("The path could not be made. Please ask for it again."),
}
DIFFICULTIES = ((1, N_("1: very easy")), (2, N_("2: easy")),
                (3, N_("3: medium")), (4, N_("4: hard")),
                (5, N_("5: very hard")))


def describe_form(req, wish, ident=''):
    """What the form that asks for a path needs.

    :param ident: of the path that it will be; '' makes one.
    """
    return {'action': req.href.learning('paths', 'new'), 'wish': wish,
            'ident': ident or str(uuid.uuid4()),
            'longest': request.MAX_GOAL_CHARS,
            'least': request.MIN_MINUTES, 'most': request.MAX_MINUTES,
            'difficulties': [(str(number), gettext(words))
                             for number, words in DIFFICULTIES]}


def ask_again_wish(path):
    """What the form begins with below a path that is not available."""
    return request.Wish(path.goal,
                        path.difficulty or request.DEFAULT_DIFFICULTY,
                        path.minutes or request.DEFAULT_MINUTES)


def describe_line(req, path):
    """A path as the list says it."""
    symbol, word = STATES[path.state]
    return {'id': path.id, 'state': path.state, 'symbol': symbol,
            'word': gettext(word), 'goal': path.goal,
            'title': path.title or path.goal, 'status': status_of(path),
            'moving': path.state in MOVING,
            'asked': describe_time(req, path.asked_at),
            'href': req.href.learning('path', path.id)}


def status_of(path):
    """How far it is, in words."""
    if path.state not in MOVING:
        return gettext(STATES[path.state][1])
    words = _("Your request is on its way") if path.state == REQUESTED else \
        phase_words(path)
    if timestamps.now() - path.changed_at > \
            DELAYED_AFTER_S * timestamps.SECOND:
        words = _("%(words)s. This takes longer than usual; your request is "
                  "safe, and you need not ask again.", words=words)
    return words


def phase_words(path):
    """What is being done for it."""
    phase, total = path.document.get('phase'), path.document.get('total')
    words = gettext(PHASES.get(phase, PHASES['searching']))
    if phase == 'asking' and total:
        words = _("%(words)s (%(done)s of %(total)s)", words=words,
                  done=path.document.get('done') or 0, total=total)
    return words


def describe_path(req, path, tickets, outcomes):
    """A path as its page says it.

    :param tickets: {step: ticket}. :param outcomes: of its learner.
    """
    said = path.document
    steps = read_steps(said)
    shown = [step for step in steps if not tickets or step.step in tickets]
    states = states_of(steps, tickets, outcomes)
    other = PROPOSED
    if path.state == GIVEN_UP:
        other = GIVEN_UP
        states = {n: GIVEN_UP if state in (READY, LOCKED) else state
                  for n, state in states.items()}
    titles = {step.n: step.title for step in shown}
    rows = [describe_step(req, step, states.get(step.n, other), titles,
                          tickets.get(step.step)) for step in shown]
    done = sum(row['state'] == DONE for row in rows)
    counted = sum(row['state'] != SKIPPED for row in rows)
    reason = REASONS.get(said.get('reason'))
    return dict(
        describe_line(req, path), steps=rows, difficulty=path.difficulty,
        minutes=path.minutes, path_minutes=sum(s.minutes for s in shown),
        done=done, counted=counted,
        dropped=[step.title for step in steps if step not in shown] or
        skipped_concepts(said, 'dropped'),
        mastered=skipped_concepts(said, 'mastered'),
        no_time=skipped_concepts(said, 'no_time'),
        warnings=said.get('warnings') or [],
        done_status=done_status(done, counted, len(rows) - counted),
        polls=path.state in MOVING or path.state == ACCEPTED and
        bool(tickets) and done < counted,
        reason=gettext(reason) if reason else '',
        detail=said.get('detail') or '',
        nearest=said.get('nearest') or [], taken=bool(tickets))


def done_status(done, counted, skipped):
    """How many steps are done, in words. A skipped one is neither done nor
    open."""
    words = _("%(done)s of %(count)s steps are done.", done=done,
              count=counted)
    return words if not skipped else words + ' ' + ngettext(
        "%(num)s is skipped.", "%(num)s are skipped.", skipped)


def skipped_concepts(said, reason):
    """Concepts that belong to the goal and have no step, for one reason."""
    return [skipped['concept'] for skipped in said.get('skipped') or ()
            if skipped.get('reason') == reason]


def describe_step(req, step, state, titles, ticket):
    """A step as a page says it.

    :param titles: of the steps that are shown, by their places.
    """
    symbol, word = STEP_STATES[state]
    return {'n': step.n, 'step': step.step, 'title': step.title,
            'state': state, 'symbol': symbol, 'word': gettext(word),
            'minutes': step.minutes, 'reason': step.reason,
            'needs': [{'n': n, 'title': titles[n]} for n in step.needs
                      if n in titles],
            'source': describe_source(req, step.source), 'ticket': ticket,
            'href': req.href.ticket(ticket) + '#learning' if ticket
            else '#step-%d' % step.n}


def describe_source(req, source):
    """The place that a step teaches from."""
    heading = [title for title in source.heading if title != source.title]
    return {'title': source.title, 'page': source.page,
            'section': u' \u203a '.join(heading),
            'href': safe_link(req, source.href)}
