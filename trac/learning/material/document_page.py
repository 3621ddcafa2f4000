# -*- coding: utf-8 -*-
"""`/learning/material/<document>`: for learners its text; for authors what of
it teaches, chunk by chunk, and what was left out. With `read` authors see what
learners do.
"""

import re

from trac.resource import ResourceNotFound
from trac.util.text import exception_to_unicode
from trac.web.api import HTTPServiceUnavailable

from learning.answers.view import percent
from learning.auth import return_url
from learning.errors import GatewayError
from learning.gateway import person
from learning.library.passages import describe_content, kind_of
from learning.library.reading import read_document
from learning.material import browser_scripts, listing, view
from learning.material.content import Content
from learning.material.document import Documents
from learning.material.removal import citing_tickets
from learning.pages.navigation import LearningPage, add_layout
from learning.translation import _
from learning.web.request_limits import RequestLimits
from learning.wiki_material.wiki_changes import Pages

#: Chunks on one page.
CHUNKS_PER_PAGE = 200

class DocumentPage(LearningPage):
    """Shows one document."""

    # IRequestHandler methods

    def match_request(self, req):
        match = re.match(r'/learning/material/([0-9a-f-]{36})$',
                         req.path_info)
        if match:
            req.environ['learning.document'] = match.group(1)
            return True

    def process_request(self, req):
        req.perm.require('LEARNING_VIEW')
        ident = req.environ['learning.document']
        if 'LEARNING_AUTHOR' not in req.perm or 'read' in req.args:
            return read_document(self.env, req, ident)
        read, trouble = fetch_document(self.env, req, ident)
        doc = Documents(self.env).get(ident)
        if doc is None:
            if trouble and trouble.status != 404:
                raise HTTPServiceUnavailable(person.error_message(trouble))
            raise ResourceNotFound(_("There is no such document."))
        add_layout(req, 'material')
        browser_scripts.add_scripts(req)
        line = view.describe_document(req, doc)
        return 'learning_document.html', dict(
            self._chunks(req, read), doc=line,
            list={'rows': [line], 'query': []},
            trouble=trouble and trouble.status != 404 and
            person.error_message(trouble),
            state=listing.state_href(req, [('document', ident)]),
            refresh=req.href.login('refresh'),
            sign_in=return_url.login_url(req, return_url.current_url(req)),
            largest=RequestLimits(self.env).upload_max_size,
            version=Pages(self.env).version_of(doc.name)
            if line['wiki'] else 0,
            tickets=citing_tickets(self.env, req, doc)
            if line['state'] == 'removed' else []), {}

    # Internal methods

    def _chunks(self, req, read):
        chunks = read.get('chunks') or []
        begin = first_chunk(req, chunks)
        names = Documents(self.env)
        page = [describe_chunk(chunk)
                for chunk in chunks[begin:begin + CHUNKS_PER_PAGE]]
        known = {doc.document for doc in names.some(sorted(
            {twin['document'] for chunk in page
             for twin in chunk['duplicates']}))}
        return {'chunks': page, 'known': known, 'begin': begin,
                'count': len(chunks), 'step': CHUNKS_PER_PAGE,
                'dropped': read.get('dropped') or [],
                'concepts': [concept_name(c)
                             for c in read.get('concepts') or []]}


def fetch_document(env, req, ident):
    """(what the gateway says of a document or {}, its `GatewayError`)"""
    try:
        return Content(env, req).document(ident), None
    except GatewayError as e:
        env.log.warning("Document %s: %s", ident, exception_to_unicode(e))
        return {}, e


def first_chunk(req, chunks):
    """Index of the first chunk to show: of the page that holds `chunk`."""
    wanted = req.args.getfirst('chunk')
    at = next((n for n, c in enumerate(chunks) if c.get('id') == wanted),
              None)
    if at is None:
        at = min(req.args.getint('from', 0, min=0) or 0,
                 max(0, len(chunks) - 1))
    return at - at % CHUNKS_PER_PAGE


def describe_chunk(chunk):
    """One chunk as the page says it."""
    return dict(describe_content(chunk), **{
            'id': chunk.get('id') or '', 'page': chunk.get('page'),
            'heading': chunk.get('heading') or [],
            'kind': kind_of(chunk), 'number': (chunk.get('ordinal') or 0) + 1,
            'tokens': chunk.get('tokens'),
            'concept': chunk.get('concept') or '',
            'duplicates': [describe_twin(twin)
                           for twin in chunk.get('duplicates') or []]})


def describe_twin(twin):
    """A near-duplicate in another document."""
    return {'document': twin.get('document') or '',
            'name': twin.get('name') or '', 'chunk': twin.get('chunk') or '',
            'heading': view.heading(twin.get('heading')),
            'percent': percent(twin.get('similarity') or 0)}


def concept_name(concept):
    """A concept's name, whether it comes alone or with more."""
    return concept.get('name', '') if isinstance(concept, dict) else concept
