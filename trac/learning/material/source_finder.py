# -*- coding: utf-8 -*-
"""`/learning/material/find`: documents, sections and passages that an author
may cite, each with the address to store as a source. A page, or for a script
JSON.

`q` is searched for, in a `course` or in all; with `document` the sections of
that one are listed.
"""

from learning.errors import GatewayError
from learning.gateway import person
from learning.library.search import Search
from learning.material import view
from learning.material.content import Content
from learning.material.document import Documents, Filter
from learning.material.source import document_href, passage_href
from learning.pages.navigation import LearningPage, add_layout
from learning.text import is_uuid
from learning.web import json_reply

#: Of each, documents and passages.
MAX_FOUND = 10


class MaterialFinder(LearningPage):
    """Finds what an author means."""

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == '/learning/material/find'

    def process_request(self, req):
        req.perm.require('LEARNING_AUTHOR')
        found = self.find(req)
        if json_reply.is_wanted(req):
            json_reply.send(req, 200, found)
        add_layout(req, 'material')
        return 'learning_find.html', {
            'found': found, 'courses': Documents(self.env).subjects()}, {}

    # Public API

    def find(self, req):
        """What the request's `q`, `course` and `document` ask for."""
        course = req.args.getfirst('course', '')
        if course not in Documents(self.env).subjects():
            course = ''     # of questions, it has no material
        search = Search(self.env, req, MAX_FOUND, course)
        sections, trouble = self._sections(req)
        return {'query': search.question, 'course': search.course,
                'trouble': search.trouble or trouble,
                'documents': self._documents(req, search),
                'sections': sections,
                'passages': [describe_passage(hit) for hit in search.hits]}

    # Internal methods

    def _documents(self, req, search):
        """Those whose name or title has the words; of a course all, when
        nothing is asked."""
        if not (search.question or search.course):
            return []
        documents = Documents(self.env)
        keys = documents.keys(Filter(course=search.course or None, live=True,
                                     words=search.question))
        return [describe_document(req, doc)
                for doc in documents.in_order(keys[:MAX_FOUND])]

    def _sections(self, req):
        """(the sections of the document that is asked about, trouble)"""
        ident = req.args.getfirst('document')
        if not is_uuid(ident):
            return [], None
        try:
            text = Content(self.env, req).text(ident, -1, 1)
        except GatewayError as e:
            return [], person.error_message(e)
        return [describe_section(req, text, one)
                for one in text.get('sections') or ()], None


def describe_document(req, doc):
    """A document as the author picks it."""
    href = document_href(doc.document)
    return {'kind': 'document', 'document': doc.document,
            'title': doc.title or doc.name, 'name': doc.name,
            'course': doc.subject, 'section': '', 'text': '', 'href': href,
            'url': req.href(href)}


def describe_section(req, text, section):
    """What stands under a heading: the address is of its first passage."""
    href = passage_href(text['document'], section['passage'])
    return {'kind': 'section', 'document': text['document'],
            'title': text.get('title') or text.get('name') or '',
            'name': text.get('name') or '',
            'course': text.get('subject') or '',
            'section': view.heading(section.get('heading')), 'text': '',
            'href': href, 'url': req.href(href)}


def describe_passage(hit):
    """A passage as the author picks it."""
    return {'kind': 'passage', 'document': hit['document'],
            'title': hit['title'], 'name': '',
            'course': hit['course'], 'section': hit['section'],
            'text': ''.join(part for part, _marked in hit['text']),
            'href': hit['source'], 'url': hit['href']}
