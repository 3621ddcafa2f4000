# -*- coding: utf-8 -*-
"""`/learning/material`: every document and how it stands, as a page and as
the news that an open page asks for.
"""

import hashlib

from trac.core import Component, implements
from trac.util.text import exception_to_unicode
from trac.web.api import IRequestHandler
from trac.web.chrome import Chrome

from learning.auth import return_url
from learning.errors import GatewayError
from learning.gateway import person
from learning.material import content, marks, script, view
from learning.material.document import Documents, Filter
from learning.material.marks import Marks
from learning.pages.navigation import LearningPage, add_layout
from learning.material.waiting import WaitingChanges
from learning.translation import TEMPLATE_DOMAIN, gettext
from learning.web import json_reply
from learning.web.request_limits import RequestLimits

#: Documents on one page of the list.
ROWS_PER_PAGE = 100
#: Characters of a question that is tried.
MAX_QUESTION_CHARS = 500


class MaterialPage(LearningPage):
    """Shows authors the material."""

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == '/learning/material'

    def process_request(self, req):
        req.perm.require('LEARNING_AUTHOR')
        add_layout(req, 'material')
        listed = list_documents(self.env, req)
        script.add_scripts(req)
        return 'learning_material.html', {
            'list': listed, 'state': state_href(req, listed['query']),
            'refresh': req.href.login('refresh'),
            'sign_in': return_url.login_url(req, return_url.current_url(req)),
            'waiting': len(WaitingChanges(self.env).all(req.perm)),
            'marks': Marks(self.env).all(), 'is_prefix': marks.is_prefix,
            'largest': RequestLimits(self.env).upload_max_size,
            'tried': self._tried(req)}, {}

    # Internal methods

    def _tried(self, req):
        """What a question finds."""
        question = req.args.getfirst('q', '').strip()[:MAX_QUESTION_CHARS]
        tried = {'question': question, 'hits': [], 'error': None}
        if question:
            try:
                found = content.Content(self.env, req).search(
                    question, req.args.getfirst('subject', ''))
                tried['hits'] = [view.describe_hit(one) for one in found
                                 if one.get('score') >= content.MIN_SCORE]
            except GatewayError as e:
                self.log.warning("No search: %s", exception_to_unicode(e))
                tried['error'] = person.error_message(e)
        return tried


class MaterialState(Component):
    """Tells an open page how documents stand."""

    implements(IRequestHandler)

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == '/learning/material/state'

    def process_request(self, req):
        req.perm.require('LEARNING_AUTHOR')
        listed = list_documents(self.env, req)
        json_reply.unless_known(req, etag_of(listed))
        html = Chrome(self.env).render_fragment(
            req, 'learning_material_rows.html', {'list': listed},
            domain=TEMPLATE_DOMAIN)
        json_reply.send(req, 200, {
            'html': unicode(html), 'count': listed['count'],
            'moving': any(line['moving'] for line in listed['rows'])})


def list_documents(env, req):
    """The documents that a request asks for, a page of them."""
    wanted = req.args.getfirst('state', '')
    subject = req.args.getfirst('subject', '')
    only = req.args.getfirst('document')
    number = max(1, req.args.getint('page', 1, min=1) or 1)
    documents = Documents(env)
    if only:
        rows = documents.some([only])
        count = len(rows)
    else:
        keys = documents.keys(Filter(subject or None, view.phases(wanted)))
        begin, count = (number - 1) * ROWS_PER_PAGE, len(keys)
        rows = documents.in_order(keys[begin:begin + ROWS_PER_PAGE])
    query = [(name, value) for name, value in (
        ('subject', subject), ('state', wanted), ('document', only),
        ('page', number if number > 1 else None)) if value]
    return {'rows': [view.describe_document(req, row) for row in rows],
            'count': count, 'number': number,
            'last': max(1, -(-count // ROWS_PER_PAGE)),
            'subject': subject, 'wanted': wanted, 'query': query,
            'subjects': documents.subjects(),
            'filters': [(key, gettext(title))
                        for key, title, _phases in view.FILTERS]}


def etag_of(listed):
    """Changes when a row does."""
    seen = [(line['document'], line['tag']) for line in listed['rows']]
    return '"%s"' % hashlib.sha1(repr((seen, listed['count']))).hexdigest()


def state_href(req, query):
    """Where an open page asks for news."""
    return req.href.learning('material', 'state', query)

