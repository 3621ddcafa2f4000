# -*- coding: utf-8 -*-
"""A learner's questions turned into what a page says of each."""

from learning.answers.view import percent
from learning.paths.step_states import (ANSWERED, DONE, NEEDS_REVIEW, READY,
                                        SKIPPED, state_of)
from learning.progress.question_progress import is_unanswered, outcome_of
from learning.questions.due_date import describe_due
from learning.translation import N_, _, gettext

CLOSED = 'closed'
#: Never by colour alone: a symbol and a word.
STATES = {
    READY: (u'\u25cb', N_("not answered")),
    ANSWERED: (u'\u2026', N_("waits for its grade")),
    NEEDS_REVIEW: (u'\u21bb', N_("not passed yet")),
    DONE: (u'\u2713', N_("passed")),
    SKIPPED: (u'\u21b7', N_("skipped")),
    CLOSED: (u'\u2298', N_("closed")),
}


def describe_question(req, number, question):
    """One line.

    :param number: its place in the course.
    :param question: a `QuestionProgress`.
    """
    state = state_of(outcome_of(question))
    if state == READY and question.closed:
        state = CLOSED
    symbol, word = STATES[state]
    return {'number': number, 'ticket': question.ticket,
            'title': question.title or _("(no title)"), 'state': state,
            'symbol': symbol, 'word': gettext(word), 'own': question.own,
            'percent': percent(question.score), 'href': href_of(
                req, question), 'closed': question.closed,
            'due': describe_due(req, question.due_at)
            if is_unanswered(question) else None}


def href_of(req, question):
    """The address of the question, on its ticket."""
    return req.href.ticket(question.ticket) + '#learning'
