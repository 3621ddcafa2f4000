# -*- coding: utf-8 -*-
"""Wiki pages as material: what changes on one that is marked is told, and on
each page an author can mark it.
"""

from trac.core import Component, implements
from trac.util.html import tag
from trac.util.translation import _
from trac.web.api import IRequestFilter
from trac.web.chrome import add_ctxtnav, add_stylesheet
from trac.wiki.api import IWikiChangeListener

from learning.material import view
from learning.material.document import Documents
from learning.material.mark import Marks
from learning.material.page_event import ident
from learning.material.pages import Pages


class WikiMaterial(Component):
    """Follows the wiki. A comment that is edited later changes nothing."""

    implements(IWikiChangeListener)

    # IWikiChangeListener methods

    def wiki_page_added(self, page):
        self._tell(page.name)

    def wiki_page_changed(self, page, version, t, comment, author):
        self._tell(page.name)

    def wiki_page_deleted(self, page):
        self._tell(page.name)

    def wiki_page_version_deleted(self, page):
        self._tell(page.name)

    def wiki_page_renamed(self, page, old_name):
        with self.env.db_transaction:
            self._tell(old_name)
            self._tell(page.name)

    def wiki_page_comment_modified(self, page, old_comment):
        pass

    # Internal methods

    def _tell(self, name):
        Pages(self.env).tell(name, '')


class WikiMark(Component):
    """Shows authors on each wiki page whether it is material."""

    implements(IRequestFilter)

    # IRequestFilter methods

    def pre_process_request(self, req, handler):
        return handler

    def post_process_request(self, req, template, data, metadata):
        page = data.get('page') if template == 'wiki_view.html' else None
        if page is not None and page.exists and \
                'LEARNING_AUTHOR' in req.perm(page.resource):
            add_stylesheet(req, 'learning/css/material.css')
            self._add(req, page.name)
        return template, data, metadata

    # Internal methods

    def _add(self, req, name):
        used = Marks(self.env).of(name) is not None
        doc = Documents(self.env).get(ident(name)) if used else None
        if doc:
            line = view.shown(req, doc)
            add_ctxtnav(req, tag.a(
                _("Learning material: %(state)s", state=line['title']),
                href=req.href.learning('material', doc.document)))
        add_ctxtnav(req, form(req, name, used))


def form(req, name, used):
    """A button that looks like its neighbours, which are links."""
    label = _("No longer use") if used else _("Use as learning material")
    hidden = [('__FORM_TOKEN', req.form_token), ('name', name),
              ('back', 'wiki')]
    return tag.form(
        [tag.input(type='hidden', name=key, value=value)
         for key, value in hidden],
        tag.button(label, type='submit', name='leave' if used else 'use',
                   value='1', class_='learning-link'),
        method='post', action=req.href.learning('material', 'marks'),
        class_='learning-mark')
