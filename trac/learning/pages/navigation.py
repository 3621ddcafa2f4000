# -*- coding: utf-8 -*-
"""The way between the pages below "Learning"."""

from trac.core import Component, implements
from trac.util.html import tag
from trac.web.api import IRequestHandler
from trac.web.chrome import (INavigationContributor, add_ctxtnav,
                             add_stylesheet)

from learning import timestamps
from learning.translation import N_, gettext

#: Seconds for which the navigation remembers a count.
COUNT_CACHE_S = 5

#: Name, label, path below `/learning`, and one of what one must be allowed to.
PAGES = (('questions', N_("Questions"), (), ('LEARNING_VIEW',)),
         ('paths', N_("Learning paths"), ('paths',), ('LEARNING_ANSWER',)),
         ('reviews', N_("Reviews"), ('reviews',), ('LEARNING_ANSWER',)),
         ('material', N_("Material"), ('material',), ('LEARNING_AUTHOR',)),
         ('concepts', N_("Concepts"), ('concepts',), ('LEARNING_AUTHOR',)),
         ('drafts', N_("Drafts"), ('questions', 'drafts'),
          ('LEARNING_AUTHOR',)),
         ('generated', N_("Generated questions"), ('questions', 'generated'),
          ('LEARNING_AUTHOR',)),
         ('gaps', N_("Gaps"), ('gaps',), ('LEARNING_AUTHOR',)),
         ('desk', N_("Desk"), ('desk',), ('LEARNING_AUTHOR',)),
         ('grades', N_("Grades"), ('grades',), ('LEARNING_AUTHOR',)),
         ('spending', N_("Spending"), ('spending',),
          ('LEARNING_AUTHOR', 'LEARNING_OPERATE')))


class LearningPage(Component):
    """A page below "Learning" in the navigation."""

    abstract = True

    implements(IRequestHandler, INavigationContributor)

    # INavigationContributor methods

    def get_active_navigation_item(self, req):
        return 'learning'

    def get_navigation_items(self, req):
        return ()


class CountedPage(object):
    """A page whose name in the navigation says how much waits there. That
    stands on every page: it is counted now and then."""

    #: When, and how many.
    counted = (0, 0)

    def count(self):
        """How much waits, of what Trac itself knows."""
        raise NotImplementedError

    def recent_count(self):
        """How much waited a moment ago."""
        at, count = self.counted
        if timestamps.now() - at > COUNT_CACHE_S * timestamps.SECOND:
            count = self.count()
            self.counted = (timestamps.now(), count)
        return count


def add_learning_nav(req, active=None):
    """The pages that this person may open, where there are several."""
    pages = [page for page in PAGES
             if any(action in req.perm for action in page[3])]
    if len(pages) < 2:
        return
    for name, label, path, _actions in pages:
        add_ctxtnav(req, tag.a(
            gettext(label), href=req.href.learning(*path),
            class_='active' if name == active else None,
            **({'aria-current': 'page'} if name == active else {})))


def add_layout(req, active):
    """Styles and navigation of a page below "Learning"."""
    add_stylesheet(req, 'learning/css/learning.css')
    add_learning_nav(req, active)
