# -*- coding: utf-8 -*-
"""Paths turned into what a page says: words, symbols, times, links."""

import uuid

from learning import timestamps
from learning.answers.answer_rate import DELAYED_AFTER_S
from learning.answers.remarks import read_remarks, say_remarks
from learning.answers.view import safe_link
from learning.dates import describe_time
from learning.paths import request
from learning.paths.path import (ACCEPTED, GIVEN_UP, PROPOSED, REQUESTED,
                                 WORKING)
from learning.paths.step import read_steps
from learning.paths.step_states import (NOT_NEEDED, RETIRED, SKIPPED,
                                        UNANSWERED, count_done, mark_due,
                                        states_of)
from learning.text import group_digits
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
    'review_due': (u'\u25f7', N_("review due")),
    'ready': (u'\u2192', N_("ready")),
    'locked': (u'\u2298', N_("locked")),
    'answered': (u'\u2026', N_("answered")),
    'needs_review': (u'\u21bb', N_("not passed yet")),
    'not_needed': (u'\u00bb', N_("not needed")),
    'given_up': (u'\u2212', N_("given up")),
    'retired': (u'\u25cc', N_("no longer in the material")),
    'added': (u'+', N_("proposed in addition")),
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
            'longest': request.MAX_GOAL_CHARS, 'digits': group_digits,
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


def describe_path(req, path, tickets, outcomes, due=frozenset()):
    """A path as its page says it.

    :param tickets: {step: ticket}. :param outcomes: of its learner.
    :param due: tickets whose review is due.
    """
    said = path.document
    steps = read_steps(said)
    shown = [step for step in steps if not tickets or step.step in tickets]
    states = mark_due(states_of(steps, tickets, outcomes), steps, tickets,
                      due)
    other = PROPOSED
    if path.state == GIVEN_UP:
        other = GIVEN_UP
        states = {n: GIVEN_UP if state in UNANSWERED else state
                  for n, state in states.items()}
    titles = {step.n: step.title for step in shown}
    rows = [describe_step(req, step, states.get(
        step.n, RETIRED if step.retired else other), titles,
        tickets.get(step.step)) for step in shown]
    shown_states = [row['state'] for row in rows]
    done, count = count_done(shown_states)
    retired, skipped = (shown_states.count(state)
                        for state in (RETIRED, SKIPPED))
    not_needed = [row['title'] for row in rows if row['state'] == NOT_NEEDED]
    reason = REASONS.get(said.get('reason'))
    return dict(
        describe_line(req, path), steps=rows, difficulty=path.difficulty,
        minutes=path.minutes, path_minutes=sum(
            row['minutes'] for row in rows if row['state'] != RETIRED),
        done=done, count=count, not_needed=describe_not_needed(not_needed),
        dropped=[step.title for step in steps if step not in shown] or
        skipped_concepts(said, 'dropped'),
        mastered=skipped_concepts(said, 'mastered'),
        no_time=skipped_concepts(said, 'no_time'),
        warnings=warnings_of(said),
        done_status=done_status(done, count, retired, skipped),
        polls=path.state in MOVING or path.state == ACCEPTED and
        bool(tickets) and done < count,
        reason=gettext(reason) if reason else '', detail=detail_of(said),
        nearest=said.get('nearest') or [], taken=bool(tickets))


def warnings_of(said):
    """What its learner should know of a path, in words."""
    words, remarks = said.get('warnings') or [], read_remarks(
        said.get('remarks'))
    if len(words) != len(remarks):      # from a service without codes
        return words
    return [say_remarks([remark], word)
            for remark, word in zip(remarks, words)]


def detail_of(said):
    """Why there is no path, and what to do, in words."""
    return say_remarks(read_remarks(said.get('remarks')),
                       said.get('detail') or u'') \
        if said.get('reason') else u''


def describe_not_needed(titles):
    """Which steps one need not take any more, in words."""
    return _("You can leave out %(titles)s: only needed for steps that you "
             "have done.", titles=u', '.join(titles)) if titles else ''


def done_status(done, count, retired, skipped):
    """How far a path is, in words.

    :param count: of its steps, without those that count neither as done nor
        as open: not needed, retired undone, skipped.
    """
    words = [ngettext("%(done)s of %(count)s step is done.",
                      "%(done)s of %(count)s steps are done.", count,
                      done=done, count=count)]
    if retired:
        words.append(ngettext(
            "%(num)s more step is no longer in the material.",
            "%(num)s more steps are no longer in the material.", retired))
    if skipped:
        words.append(ngettext("%(num)s is skipped.", "%(num)s are skipped.",
                              skipped))
    return u' '.join(words)


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
            'minutes': step.minutes,
            'reason': say_remarks(step.remarks, step.reason, u'; '),
            'needs': [{'n': n, 'title': titles[n]} for n in step.needs
                      if n in titles],
            'source': describe_source(req, step), 'ticket': ticket,
            'retired': step.retired,
            'href': req.href.ticket(ticket) + '#learning' if ticket
            else '#step-%d' % step.n,
            'test_out': test_out_link(req, ticket)
            if ticket and state in UNANSWERED else None}


def test_out_link(req, ticket):
    """To a step's question without its passage."""
    return req.href.ticket(ticket, test_out=1) + '#learning'


def describe_source(req, step):
    """The place that a step teaches from, with a link while it is there."""
    source = step.source
    heading = [title for title in source.heading if title != source.title]
    return {'title': source.title, 'page': source.page,
            'section': u' \u203a '.join(heading),
            'href': None if step.retired else safe_link(req, source.href)}
