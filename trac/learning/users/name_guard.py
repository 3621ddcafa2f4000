# -*- coding: utf-8 -*-
"""Refuses a name when it is typed.

What is shown is decided where it is shown (`learning.users.author_names`);
here people are told at once, and what Trac keeps as the author of a text
without an account is never somebody else's name.
"""

from trac.attachment import IAttachmentManipulator
from trac.core import Component, implements
from trac.ticket.api import ITicketManipulator
from trac.util import get_reporter_id
from trac.web.api import IRequestFilter
from trac.web.chrome import add_warning
from trac.wiki.api import IWikiPageManipulator

from learning.translation import _
from learning.users.names import AUTHOR, Names


class NameGuard(Component):
    """Keeps names of the system and of staff from others: in the
    preferences, as the reporter of a ticket, and in what is posted without
    signing in."""

    implements(IAttachmentManipulator, IRequestFilter, ITicketManipulator,
               IWikiPageManipulator)

    # IRequestFilter methods

    def pre_process_request(self, req, handler):
        """The preferences ask nobody before they save: the old name stays."""
        if req.method == 'POST' and req.path_info.startswith('/prefs') and \
                req.args.get('name'):
            name = req.args['name']
            username = req.authname if req.is_authenticated else None
            if not Names(self.env).may_use(name, username):
                req.args['name'] = req.session.get('name', '')
                add_warning(req, refusal(name))
        return handler

    def post_process_request(self, req, template, data, metadata):
        return template, data, metadata

    # ITicketManipulator methods

    def prepare_ticket(self, req, ticket, fields, actions):
        pass

    def validate_ticket(self, req, ticket):
        """A form may name any reporter of a new ticket, though the page asks
        only those who have no account."""
        for problem in self._signature(req):
            yield None, problem
        names = Names(self.env)
        reporter = ticket['reporter'] or ''
        if not ticket.exists and reporter != get_reporter_id(req) and \
                'TICKET_ADMIN' not in req.perm(ticket.resource):
            if req.is_authenticated:
                yield 'reporter', _("You report a ticket under your own "
                                    "name. Please create it again without "
                                    "naming somebody else.")
            elif not self._may_sign(reporter):
                yield 'reporter', refusal(reporter)
        for field in ('reporter', 'owner'):
            name = ticket[field] or ''
            if (field in ticket._old or not ticket.exists) and name and \
                    names.is_of_system(name):
                yield field, refusal(name)

    def validate_comment(self, req, comment):
        return ()

    # IWikiPageManipulator methods

    def prepare_wiki_page(self, req, page, fields):
        pass

    def validate_wiki_page(self, req, page):
        for problem in self._signature(req):
            yield None, problem

    # IAttachmentManipulator methods

    def prepare_attachment(self, req, attachment, fields):
        pass

    def validate_attachment(self, req, attachment):
        for problem in self._signature(req):
            yield None, problem

    # Internal methods

    def _signature(self, req):
        """What stands against the author of a post. (An account may be named
        like the system where others than this plugin sign people in.)"""
        author = get_reporter_id(req, 'author')
        if author == AUTHOR or not req.is_authenticated and \
                author != 'anonymous' and not self._may_sign(author):
            yield refusal(author)

    def _may_sign(self, name):
        """May somebody without an account write under the name?"""
        names = Names(self.env)
        return not any(names.is_known(part) for part in parts(name)) and \
            all(names.may_use(part) for part in parts(name))


def parts(author):
    """`Name <address>` as a name and an address."""
    found = (part.strip(u' >') for part in author.split(u'<'))
    return [part for part in found if part]


def refusal(name):
    """What to do about it."""
    return _("The name %(name)s belongs to the system or to a member of "
             "staff, or looks like theirs. Please choose another one.",
             name=name)
