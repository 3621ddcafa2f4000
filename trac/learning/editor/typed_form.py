# -*- coding: utf-8 -*-
"""The author's form as it was typed: the question, and what stands around it.
"""

import re
import uuid
from collections import namedtuple

from trac.ticket.model import Ticket

from learning import text
from learning.editor import draft
from learning.editor.drafts import Drafts
from learning.editor.proposal import propose_rubric
from learning.questions.due_date import join_due, say_instant
from learning.questions.question import Questions
from learning.questions.rules import typed_as
from learning.users.account import Accounts

#: question: the `Question` in texts, unchecked; title: of the ticket;
#: draft_revision: of the draft that it began from, 0 for none; form: uuid of
#: the form of a new question; publish_at: the instant, as it was typed; own:
#: an answer to try.
TypedForm = namedtuple('TypedForm', 'question title draft_revision form '
                                    'publish_at own')


def read_typed(args, ticket):
    """What was sent.

    :param ticket: number, 0 for a new question.
    """
    def get(name):
        return text.normalize_newlines(args.getfirst(name, ''))
    return TypedForm(
        draft.read_form(args, ticket), ' '.join(get('summary').split()),
        int(re.sub(r'\D', '', get('draft_revision'))[:9] or 0),
        get('form'), join_due(get('publish_at'), get('publish_zone')),
        get('own'))


def blank_form(course=''):
    """A new question, perhaps of a course."""
    question = typed_as(draft.blank_question(0))
    return TypedForm(question._replace(course=course), '', 0,
                     str(uuid.uuid4()), '', '')


def stored_form(env, ticket):
    """What is kept: the draft where there is one, else what is released."""
    kept = Drafts(env).get(ticket)
    if kept:
        return TypedForm(kept.question, kept.title, kept.revision, '',
                         say_instant(kept.publish_at), '')
    released = Questions(env).get(ticket)
    question = typed_as(released or draft.blank_question(ticket))
    owner = released and Accounts(env).of_sub(released.learner)
    return TypedForm(
        question._replace(learner=owner.username if owner else ''),
        Ticket(env, ticket)['summary'], 0, '', '', '')


def renew(env, typed):
    """The form after somebody else was faster: to be sent again as it is, in
    place of theirs."""
    ticket = typed.question.ticket
    if not ticket:
        return typed._replace(form=str(uuid.uuid4()))
    kept, released = Drafts(env).get(ticket), Questions(env).get(ticket)
    return typed._replace(
        draft_revision=kept.revision if kept else 0,
        question=typed.question._replace(
            revision=released.revision if released else 0))


def propose_points(typed):
    """The form with points made from its full answer, and whether they were.
    """
    question = typed.question
    if question.rubric or not question.reference.strip():
        return typed, False
    return typed._replace(question=question._replace(
        rubric=propose_rubric(question.reference))), True
