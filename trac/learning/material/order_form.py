# -*- coding: utf-8 -*-
"""`POST /learning/material/order`: an author moves a document up or down in
its course.
"""

from trac.core import Component, implements
from trac.web.api import IRequestHandler
from trac.web.chrome import add_notice

from learning.course_order import DOCUMENT, CourseOrder
from learning.material.document import Documents, Filter
from learning.translation import _
from learning.web import json_reply


class OrderForm(Component):
    """Takes one move."""

    implements(IRequestHandler)

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == '/learning/material/order'

    def process_request(self, req):
        req.perm.require('LEARNING_AUTHOR')
        ident, by = read_move(req)
        said = self._move(ident, by) if req.method == 'POST' else ''
        if json_reply.is_wanted(req):
            json_reply.send(req, 200, {'said': said})
        if said:
            add_notice(req, said)
        query = [(name, req.args.getfirst(name)) for name in
                 ('subject', 'page') if req.args.getfirst(name)]
        req.redirect(req.href.learning('material', query) +
                     ('#document-' + ident if ident else ''))

    # Internal methods

    def _move(self, ident, by):
        """Move a document past the one beside it; what there is to say."""
        documents = Documents(self.env)
        with self.env.db_transaction:
            doc = documents.get(ident)
            if doc is None or doc.phase == 'removed':
                return _("There is no such document.")
            course = [one.document for one in documents.in_order(
                documents.keys(Filter(course=doc.subject)))
                if one.phase != 'removed']
            moved = CourseOrder(self.env, DOCUMENT).move(
                doc.subject, course, ident, by)
        name = doc.title or doc.name
        if moved:
            return _("%(name)s: place %(number)s of %(count)s now.",
                     name=name, count=len(course),
                     number=course.index(ident) + by + 1)
        return _("%(name)s is the first of its course.", name=name) \
            if by < 0 else _("%(name)s is the last of its course.", name=name)


def read_move(req):
    """(document, -1 or 1) that the pressed button says."""
    if req.args.getfirst('up'):
        return req.args.getfirst('up'), -1
    return req.args.getfirst('down', ''), 1
