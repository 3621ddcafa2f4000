# -*- coding: utf-8 -*-
"""`/learning/passage/<document>/<passage>` is the lasting address of one
passage, for every learner: sources of grades and steps of paths lead here, and
from here to the passage in its document. `.../fragment` is its text alone, to
show where it is cited.
"""

import re

from trac.core import Component, implements
from trac.util.text import exception_to_unicode
from trac.web.api import IRequestHandler
from trac.web.chrome import Chrome

from learning.errors import GatewayError
from learning.gateway import person
from learning.library.passages import describe_content
from learning.library.reading import gone_message
from learning.material import view
from learning.material.content import Content
from learning.translation import TEMPLATE_DOMAIN


#: Of a passage that is not there; a script knows by it our words from a page
#: that says that there is no such page.
GONE = 410


class PassagePage(Component):
    """Leads to a passage, or shows it where it is cited."""

    implements(IRequestHandler)

    # IRequestHandler methods

    def match_request(self, req):
        match = re.match(r'/learning/passage/([0-9a-f-]{36})/([\w-]{1,100})'
                         r'(/fragment)?$', req.path_info)
        if match:
            req.environ['learning.passage'] = match.groups()
            return True

    def process_request(self, req):
        req.perm.require('LEARNING_VIEW')
        document, ident, fragment = req.environ['learning.passage']
        if fragment:
            self._send_fragment(req, document, ident)
        req.redirect(passage_place(req, document, ident))

    # Internal methods

    def _send_fragment(self, req, document, ident):
        status, data = self._read(req, document, ident)
        html = unicode(Chrome(self.env).render_fragment(
            req, 'learning_passage.html', data,
            domain=TEMPLATE_DOMAIN)).encode('utf-8')
        req.send(html, 'text/html', status)

    def _read(self, req, document, ident):
        """(status, what the fragment shows)"""
        try:
            passage = Content(self.env, req).passage(document, ident)
        except GatewayError as e:
            self.log.warning("Passage %s of %s: %s", ident, document,
                             exception_to_unicode(e))
            gone = e.status == 404
            return GONE if gone else 503, {
                'passage': None, 'gone': gone,
                'message': gone_message() if gone else
                person.error_message(e)}
        return 200, {
            'passage': dict(describe_content(passage),
                            page=passage.get('page')),
            'title': passage.get('title') or passage['name'],
            'section': view.heading(passage.get('heading')),
            'place': passage_place(req, document, ident)}


def passage_place(req, document, ident):
    """Where a passage stands in its document. From a ticket one goes back to
    it."""
    query = {'chunk': ident}
    ticket = req.args.getint('ticket') or referring_ticket(req)
    if ticket:
        query['ticket'] = ticket
    return req.href.learning('material', document, **query) + '#' + ident


def referring_ticket(req):
    """The ticket on whose page somebody follows a link, or None."""
    base = req.abs_href.ticket() + '/'
    found = re.match(re.escape(base) + r'(\d{1,9})(?:[?#]|$)',
                     req.get_header('Referer') or '')
    return int(found.group(1)) if found else None
