# -*- coding: utf-8 -*-
"""Trac's mail about a ticket with a question: its course and due date stand
where the fields of a bug would.

What people wrote and changed is said as on any ticket. Of the question the
mail has its title alone.
"""

from functools import wraps

from trac.ticket.notification import TicketFormatter
from trac.util.datefmt import get_timezone, utc

from learning.dates import format_exact
from learning.participant import Participant
from learning.questions.question import Questions
from learning.tickets.learning_ticket import LearningTickets
from learning.translation import _


class QuestionMail(Participant):
    """Leaves the fields of bugs out of mails about questions."""

    def __init__(self):
        install()


def install():
    """Wrap what has no extension point. Once is enough."""
    if not hasattr(TicketFormatter._format_props, 'learning'):
        TicketFormatter._format_props = _properties(
            TicketFormatter._format_props)


def _properties(original):
    @wraps(original)
    def _format_props(self, ticket):
        if self.env.is_enabled(QuestionMail) and \
                LearningTickets(self.env).is_one(ticket.id):
            # Trac puts off translations while it writes a mail.
            return u'\n'.join(unicode(fact) for fact in
                              facts_of(self.env, ticket.id))
        return original(self, ticket)
    _format_props.learning = True
    return _format_props


def facts_of(env, number):
    """Lines of text."""
    question = Questions(env).get(number)
    if question and question.course:
        yield _("Course: %(course)s", course=question.course)
    if question and question.due_at is not None:
        tz = get_timezone(env.config.get('trac', 'default_timezone')) or utc
        yield _("Due: %(when)s", when=format_exact(question.due_at, tz))
