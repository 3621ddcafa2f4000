# -*- coding: utf-8 -*-
"""The way between the authors' pages."""

from trac.core import Component, implements
from trac.util.html import tag
from trac.web.api import IRequestHandler
from trac.web.chrome import (INavigationContributor, add_ctxtnav,
                             add_stylesheet)

from learning.translation import N_, gettext

PAGES = (('questions', N_("Questions"), ()),
         ('material', N_("Material"), ('material',)),
         ('concepts', N_("Concepts"), ('concepts',)))


class AuthorPage(Component):
    """A page below "Learning" in the navigation."""

    abstract = True

    implements(IRequestHandler, INavigationContributor)

    # INavigationContributor methods

    def get_active_navigation_item(self, req):
        return 'learning'

    def get_navigation_items(self, req):
        return ()


def add_author_nav(req, active=None):
    """Questions, Material, Concepts: for authors alone."""
    if 'LEARNING_AUTHOR' not in req.perm:
        return
    for name, label, path in PAGES:
        add_ctxtnav(req, tag.a(
            gettext(label), href=req.href.learning(*path),
            class_='active' if name == active else None,
            **({'aria-current': 'page'} if name == active else {})))


def add_layout(req, active):
    """Styles and navigation of a page of the material."""
    add_stylesheet(req, 'learning/css/learning.css')
    add_stylesheet(req, 'learning/css/material.css')
    add_author_nav(req, active)
