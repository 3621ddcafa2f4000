# -*- coding: utf-8 -*-
"""`/ticket/<number>?as=learner`: an author looks at a ticket as its learners
do, with the draft that is not released yet.

What the page may show is asked for a learner, not for the author: of a
question for one learner that learner, else one who has not answered. Nothing
is written, and every field and button of the page is switched off.
"""

import re
from collections import namedtuple

from trac.core import Component, implements
from trac.perm import PermissionCache
from trac.resource import Resource
from trac.util.html import Markup
from trac.web.api import IRequestFilter
from trac.web.chrome import add_ctxtnav, add_warning

from learning.editor.draft import check_draft
from learning.editor.drafts import Drafts
from learning.errors import InvalidInput
from learning.permissions.groups import EVERYBODY
from learning.permissions.policy import LearningPolicy
from learning.questions.question import Questions
from learning.tickets.panel_placement import place
from learning.translation import _
from learning.users.account import Account, Accounts

_ADDRESS = re.compile(r'/ticket/(\d{1,10})\Z')
_FIELD = re.compile(r'<(button|fieldset|input|select|textarea)\b')
#: A script may switch a field on again.
_FORM = re.compile(r'<form\b')
#: Where a request keeps its `View`.
_VIEW = 'learning.learner_view'

#: account: the learner's; question: as that learner would see it, or None.
View = namedtuple('View', 'account question')


class LearnerView(Component):
    """Shows an author a ticket as learners see it."""

    implements(IRequestFilter)

    # IRequestFilter methods

    def pre_process_request(self, req, handler):
        found = _ADDRESS.match(req.path_info)
        if found and req.method == 'GET' and \
                req.args.getfirst('as') == 'learner':
            resource = Resource('ticket', int(found.group(1)))
            if 'LEARNING_AUTHOR' in req.perm(resource):
                self._begin(req, int(resource.id))
        return handler

    def post_process_request(self, req, template, data, metadata):
        ticket = data.get('ticket') if template in (
            'ticket.html', 'learning_ticket.html') else None
        if ticket is not None and ticket.exists and not view_of(req) and \
                'LEARNING_AUTHOR' in req.perm(ticket.resource) and (
                    Drafts(self.env).get(ticket.id) or
                    Questions(self.env).get(ticket.id)):
            add_ctxtnav(req, _("As a learner"),
                        req.href.ticket(ticket.id, **{'as': 'learner'}))
        return template, data, metadata

    # Internal methods

    def _begin(self, req, ticket):
        question, trouble = self._question(ticket)
        learner = Accounts(self.env).of_sub(question.learner) \
            if question and question.learner else None
        account = learner or Account('', _("a learner"), '', (), 0)
        req.session     # the author's, while the name is
        req.environ[_VIEW] = View(account, question)
        req.authname = account.username
        req.perm = PermissionCache(
            self.env, learner.username if learner else EVERYBODY)
        LearningPolicy(self.env).show_as_released(
            ticket, question.learner if question else '', req.perm)
        if trouble:
            add_warning(req, _("The draft is not complete: %(why)s",
                               why=trouble))

    def _question(self, ticket):
        """The draft, where there is one that could be released; and why it
        could not."""
        draft, trouble = Drafts(self.env).get(ticket), None
        if draft:
            try:
                return check_draft(self.env, draft.question,
                                   draft.author), None
            except InvalidInput as e:
                trouble = e
        return Questions(self.env).get(ticket), trouble


def view_of(req):
    """The `View` of a request that looks at a ticket as a learner, or None.
    """
    return req.environ.get(_VIEW)


def question_of(env, req, ticket):
    """The question that the page of a ticket is to show, or None."""
    view = view_of(req)
    return view.question if view else Questions(env).get(ticket)


def account_of(env, req):
    """The account of whom the page of a ticket is for, or None."""
    view = view_of(req)
    return view.account if view else Accounts(env).of_user(req.authname)


def place_for(req):
    """What puts the panel into the page."""
    return place_switched_off if view_of(req) else place


def place_switched_off(page, panel):
    """The page with the panel, and no way to send anything."""
    shown = _FIELD.sub(r'<\1 disabled="disabled"',
                       unicode(place(page, panel)))
    return Markup(_FORM.sub('<form inert="inert"', shown))


def describe_view(req, ticket):
    """What the banner says, or None."""
    view = view_of(req)
    if not view:
        return None
    return {'back': req.href.ticket(ticket), 'learner': view.account.sub and
            view.account.username}
