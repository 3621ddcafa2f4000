# -*- coding: utf-8 -*-
"""Whether a person may see and answer the question on a ticket."""

from trac.resource import Resource, resource_exists
from trac.ticket.model import Ticket

from learning.errors import NoQuestion, QuestionClosed
from learning.questions.question import Questions
from learning.translation import _
from learning.users.account import Accounts


def may_answer(question, account):
    """A question for everyone, or this learner's own."""
    return question.learner in ('', account.sub)


def visible(env, req, ticket):
    """The ticket's resource if it exists and this person may see it.

    A ticket that is hidden and one that does not exist look the same.
    """
    resource = Resource('ticket', ticket)
    if resource_exists(env, resource) and 'TICKET_VIEW' in req.perm(resource):
        return resource


def answerable(env, req, ticket):
    """(question, account) of the person who asks.

    Another learner's ticket looks like one that does not exist; staff, who
    see it anyway, are told whose it is.

    :raises NoQuestion: and says why.
    """
    account = Accounts(env).of_user(req.authname)
    if account is None:
        raise NoQuestion(_("Your sign-in is over. Sign in in another tab "
                           "and send your answer again; it is kept below."))
    resource = visible(env, req, ticket)
    question = Questions(env).get(ticket) if resource else None
    allowed = question is not None and may_answer(question, account)
    if question is None or not (allowed or
                                'LEARNING_AUTHOR' in req.perm(resource)):
        raise NoQuestion(_("There is no question for you on ticket "
                           "#%(ticket)s. Your text is kept below: please copy "
                           "it.", ticket=ticket))
    if not allowed:
        raise NoQuestion(_("This question was given to another learner. "
                           "Your text is kept below: please copy it."))
    if 'LEARNING_ANSWER' not in req.perm(resource):
        raise NoQuestion(_("You may read this question but not answer it. "
                           "Your text is kept below."))
    return question, account


def require_open(env, ticket):
    """Answers are taken while the ticket is open, and again when it is
    reopened.

    :raises QuestionClosed: and says so.
    """
    if is_closed(Ticket(env, ticket)):
        raise QuestionClosed(_(
            "This question is closed: it takes no answers now. Your text is "
            "kept below: please copy it."))


def is_closed(ticket):
    """Is it closed as stored, whatever a preview would make of it?"""
    return ticket._old.get('status', ticket['status']) == 'closed'
