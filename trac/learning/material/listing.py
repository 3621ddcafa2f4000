# -*- coding: utf-8 -*-
"""`/learning/material`: the documents of each course in its order, to read and
to search; for authors how each stands, too, as a page and as the news that an
open page asks for.
"""

import hashlib
from itertools import groupby

from trac.core import Component, implements
from trac.web.api import IRequestHandler
from trac.web.chrome import Chrome

from learning.auth import return_url
from learning.library.search import Search
from learning.material import browser_scripts, view
from learning.material.document import Documents, Filter
from learning.pages.navigation import LearningPage, add_layout
from learning.translation import TEMPLATE_DOMAIN, gettext
from learning.web import json_reply
from learning.web.request_limits import RequestLimits
from learning.wiki_material import marks
from learning.wiki_material.marks import Marks
from learning.wiki_material.waiting_changes import WaitingChanges

#: Documents on one page of the list.
ROWS_PER_PAGE = 100

class MaterialPage(LearningPage):
    """Shows learners what they can read, and authors all of it."""

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == '/learning/material'

    def process_request(self, req):
        req.perm.require('LEARNING_VIEW')
        add_layout(req, 'material')
        search = Search(self.env, req)
        if 'LEARNING_AUTHOR' not in req.perm:
            return 'learning_library.html', {
                'list': list_readable(self.env, req), 'search': search}, {}
        listed = list_documents(self.env, req)
        browser_scripts.add_scripts(req)
        return 'learning_material.html', {
            'list': listed, 'state': state_href(req, listed['query']),
            'refresh': req.href.login('refresh'),
            'sign_in': return_url.login_url(req, return_url.current_url(req)),
            'waiting': len(WaitingChanges(self.env).all(req.perm)),
            'marks': Marks(self.env).all(), 'is_prefix': marks.is_prefix,
            'largest': RequestLimits(self.env).upload_max_size,
            'search': search}, {}


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


def list_readable(env, req):
    """What learners can read, a page of it: [(course, [`Document`])]."""
    subject = req.args.getfirst('subject', '')
    documents = Documents(env)
    keys = documents.keys(Filter(course=subject or None, live=True))
    rows, number = page_of(req, documents, keys)
    return {'courses': [(course, list(found)) for course, found in
                        groupby(rows, key=lambda doc: doc.subject)],
            'number': number, 'last': last_page(keys), 'subject': subject,
            'subjects': documents.subjects(), 'wanted': '', 'words': '',
            'newest': False}


def list_documents(env, req):
    """The documents that a request asks for, a page of them."""
    wanted = req.args.getfirst('state', '')
    subject = req.args.getfirst('subject', '')
    words = req.args.getfirst('name', '').strip()
    only = req.args.getfirst('document')
    documents = Documents(env)
    newest = req.args.getfirst('order') == 'newest'
    narrow = Filter(subject or None, view.phases(wanted), words)
    keys = [only] if only else documents.newest(narrow) if newest else \
        rejected_first(documents, narrow)
    rows, number = page_of(req, documents, keys)
    query = [(name, value) for name, value in (
        ('subject', subject), ('state', wanted), ('name', words),
        ('order', 'newest' if newest else None), ('document', only),
        ('page', number if number > 1 else None)) if value]
    return {'rows': [view.describe_document(req, row) for row in rows],
            'count': len(rows) if only else len(keys), 'number': number,
            'last': last_page(keys), 'subject': subject, 'wanted': wanted,
            'words': words, 'query': query,
            'movable': not (wanted or words or only or newest),
            'newest': newest,
            'subjects': documents.subjects(),
            'troubled': describe_troubled(documents),
            'filters': [(key, gettext(title))
                        for key, title, _phases in view.FILTERS]}


def rejected_first(documents, narrow):
    """The documents of a `Filter`: those that need an author, then the rest,
    both in the order of their courses."""
    keys = documents.keys(narrow)
    rejected = set(documents.keys(Filter(phases=view.phases('rejected'))))
    return sorted(keys, key=lambda key: key not in rejected)


def describe_troubled(documents):
    """[(filter, its words, how many)] of what an author has an eye on."""
    found = [(key, gettext(title), len(documents.keys(Filter(phases=phases))))
             for key, title, phases in view.FILTERS
             if key in ('moving', 'rejected')]
    return [one for one in found if one[2]]


def page_of(req, documents, keys):
    """(the `Document`s of the page that a request asks for, its number)"""
    number = max(1, req.args.getint('page', 1, min=1) or 1)
    begin = (number - 1) * ROWS_PER_PAGE
    return documents.in_order(keys[begin:begin + ROWS_PER_PAGE]), number


def last_page(keys):
    """The number of the last page of so many."""
    return max(1, -(-len(keys) // ROWS_PER_PAGE))


def etag_of(listed):
    """Changes when a row does."""
    seen = [(line['document'], line['tag']) for line in listed['rows']]
    return '"%s"' % hashlib.sha1(repr((seen, listed['count']))).hexdigest()


def state_href(req, query):
    """Where an open page asks for news."""
    return req.href.learning('material', 'state', query)
