# -*- coding: utf-8 -*-
"""`/learning/material/<document>/remove` asks first and says what it touches;
`.../restore` brings back.
"""

import re

from trac.resource import ResourceNotFound
from trac.ticket.model import Ticket
from trac.util.text import exception_to_unicode
from trac.web.chrome import add_notice, add_warning

from learning.errors import GatewayError
from learning.gateway import person
from learning.material import view
from learning.material.content import Content
from learning.material.document import Documents
from learning.material.source import read_target
from learning.pages.navigation import LearningPage, add_layout
from learning.questions import access
from learning.questions.question import Questions
from learning.translation import _


class RemovalPage(LearningPage):
    """Takes documents away and brings them back."""

    # IRequestHandler methods

    def match_request(self, req):
        match = re.match(r'/learning/material/([0-9a-f-]{36})/'
                         r'(remove|restore)$', req.path_info)
        if match:
            req.environ['learning.document'] = match.groups()
            return True

    def process_request(self, req):
        req.perm.require('LEARNING_AUTHOR')
        ident, action = req.environ['learning.document']
        doc = Documents(self.env).get(ident)
        if doc is None:
            raise ResourceNotFound(_("There is no such document."))
        if req.method == 'POST':
            self._do(req, ident, action)
        if req.method == 'POST' or action != 'remove' or \
                doc.origin == 'wiki':
            req.redirect(req.href.learning('material', ident))
        add_layout(req, 'material')
        return 'learning_remove.html', {
            'doc': view.describe_document(req, doc), 'chunks': doc.chunks,
            'tickets': citing_tickets(self.env, req, doc)}, {}

    # Internal methods

    def _do(self, req, ident, action):
        service = Content(self.env, req)
        try:
            getattr(service, action)(ident)
        except GatewayError as e:
            self.log.warning("%s of %s: %s", action, ident,
                             exception_to_unicode(e))
            add_warning(req, person.error_message(e))
        else:
            add_notice(req, _("The document is being removed.")
                       if action == 'remove' else
                       _("The document is being brought back."))


def citing_tickets(env, req, doc):
    """[(number, summary)] of tickets whose question cites a document, of
    those that this person may see."""
    return [(q.ticket, Ticket(env, q.ticket)['summary'])
            for q in Questions(env).all()
            if any(leads_to(source, doc) for source in q.sources) and
            access.visible(env, req, q.ticket)]


def leads_to(source, doc):
    """Does a source lead to this document, or to a passage of it?"""
    target = read_target(source.get('href'))
    return target.document == doc.document or \
        doc.origin == 'wiki' and target.page == doc.name
