# -*- coding: utf-8 -*-
"""Wiki pages as material: what changes on one that is marked is published, and
on each page an author can mark it.
"""

import threading

from trac.core import Component, implements
from trac.util.html import tag
from trac.web.api import IRequestFilter
from trac.web.chrome import Chrome, add_ctxtnav, add_notice
from trac.wiki.api import IWikiChangeListener

from learning.material import view
from learning.material.document import Documents
from learning.material.events import document_id_of
from learning.pages.navigation import add_styles
from learning.translation import _, tag_
from learning.wiki_material.approval import WAITING
from learning.wiki_material.marks import Marks
from learning.wiki_material.waiting_changes import WaitingChanges
from learning.wiki_material.wiki_changes import Pages


class WikiMaterial(Component):
    """Follows the wiki. A comment that is edited later changes nothing.

    Trac tells a listener who saved a page, and not who renamed it: that is
    who sent the request which this thread works on.
    """

    implements(IRequestFilter, IWikiChangeListener)

    def __init__(self):
        self._request = threading.local()

    # IRequestFilter methods

    def pre_process_request(self, req, handler):
        self._request.username = req.authname if req.method == 'POST' \
            else None
        return handler

    def post_process_request(self, req, template, data, metadata):
        return template, data, metadata

    # IWikiChangeListener methods

    def wiki_page_added(self, page):
        self._append_save_event(page.name, page.version, page.author)

    def wiki_page_changed(self, page, version, t, comment, author):
        self._append_save_event(page.name, version, author)

    def wiki_page_deleted(self, page):
        self._append_event(page.name)

    def wiki_page_version_deleted(self, page):
        self._append_event(page.name)

    def wiki_page_renamed(self, page, old_name):
        with self.env.db_transaction:
            Pages(self.env).judge_rename(
                page.name, old_name, getattr(self._request, 'username', None))
            self._append_event(old_name)
            self._append_event(page.name)

    def wiki_page_comment_modified(self, page, old_comment):
        pass

    # Internal methods

    def _append_event(self, name):
        Pages(self.env).append_event(name, '')

    def _append_save_event(self, name, number, author):
        with self.env.db_transaction:
            Pages(self.env).judge_save(name, number, author)
            self._append_event(name)


class WikiMark(Component):
    """Shows authors on each wiki page whether it is material, and says when
    a change of it waits."""

    implements(IRequestFilter)

    # IRequestFilter methods

    def pre_process_request(self, req, handler):
        return handler

    def post_process_request(self, req, template, data, metadata):
        page = data.get('page') if template == 'wiki_view.html' else None
        if page is not None and page.exists:
            is_author = 'LEARNING_AUTHOR' in req.perm(page.resource)
            if is_author:
                add_styles(req)
                self._add(req, page.name)
            self._say_waiting(req, page.name, is_author)
        return template, data, metadata

    # Internal methods

    def _add(self, req, name):
        used = Marks(self.env).of(name) is not None
        doc = Documents(self.env).get(document_id_of(name)) if used else None
        if doc:
            line = view.describe_document(req, doc)
            add_ctxtnav(req, tag.a(
                _("Learning material: %(state)s", state=line['title']),
                href=req.href.learning('material', doc.document)))
        add_ctxtnav(req, mark_form(req, name, used))


    def _say_waiting(self, req, name, is_author):
        one = WaitingChanges(self.env).of(name)
        if one is None:
            return
        if is_author:
            add_notice(req, tag_(
                "A change by %(author)s waits: %(link)s.",
                author=Chrome(self.env).authorinfo(req, one.version.author),
                link=tag.a(_("see it and decide"),
                           href=req.href.learning('material', 'waiting'))))
        elif one.version.status == WAITING and \
                one.version.author == req.authname != 'anonymous':
            add_notice(req, _("Your change is on the page; it is taught when "
                              "an author has looked at it."))


def mark_form(req, name, used):
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
