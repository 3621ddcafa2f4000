# -*- coding: utf-8 -*-
"""The way between the pages below "Learning"."""

from collections import namedtuple

from trac.core import Component, implements
from trac.util.html import tag
from trac.web.api import IRequestHandler
from trac.web.chrome import (INavigationContributor, add_ctxtnav,
                             add_stylesheet)

from learning import timestamps
from learning.translation import N_, gettext

#: Seconds for which the navigation remembers a count.
COUNT_CACHE_S = 5

#: path: below `/learning`; actions: one of them is what one must be allowed
#: to.
Page = namedtuple('Page', 'name label path actions')
#: A line of the navigation: its first page that a person may open, and the
#: others beside that page.
Group = namedtuple('Group', 'label pages')

_VIEW, _ANSWER, _AUTHOR = ('LEARNING_VIEW',), ('LEARNING_ANSWER',), \
    ('LEARNING_AUTHOR',)
GROUPS = (
    Group(N_("Home"), (Page('home', N_("Home"), (), _VIEW),)),
    Group(N_("Courses"), (
        Page('courses', N_("Courses"), ('courses',), _VIEW),)),
    Group(N_("Paths"), (
        Page('paths', N_("Paths"), ('paths',), _ANSWER),)),
    Group(N_("Reviews"), (
        Page('reviews', N_("Reviews"), ('reviews',), _ANSWER),)),
    Group(N_("Material"), (
        Page('material', N_("Material"), ('material',), _VIEW),
        Page('concepts', N_("Concepts"), ('concepts',), _AUTHOR),
        Page('gaps', N_("Gaps"), ('gaps',), _AUTHOR))),
    Group(N_("Write"), (
        Page('questions', N_("Questions"), ('questions',), _AUTHOR),
        Page('drafts', N_("Drafts"), ('questions', 'drafts'), _AUTHOR),
        Page('generated', N_("Generated questions"),
             ('questions', 'generated'), _AUTHOR),
        Page('files', N_("As files"), ('questions', 'import'), _AUTHOR))),
    Group(N_("Desk"), (Page('desk', N_("Desk"), ('desk',), _AUTHOR),)),
    Group(N_("Grades"), (
        Page('grades', N_("Grades"), ('grades',), _AUTHOR),
        Page('spending', N_("Spending"), ('spending',),
             ('LEARNING_AUTHOR', 'LEARNING_OPERATE')))))


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
    """The groups that this person may open, and the pages of the group that
    is open, which the layout shows above the page. Who skips what stands
    before the page skips these, too."""
    req.chrome['skip_to'] = 'content'
    for group in GROUPS:
        pages = [page for page in group.pages
                 if any(action in req.perm for action in page.actions)]
        if not pages:
            continue
        here = active in [page.name for page in pages]
        add_ctxtnav(req, link_of(
            req, pages[0], group.label if len(pages) > 1 else pages[0].label,
            here and ('page' if active == pages[0].name else 'true')))
        if here and len(pages) > 1:
            req.chrome['learning_group'] = gettext(group.label)
            req.chrome['learning_pages'] = [
                link_of(req, page, page.label, active == page.name and 'page')
                for page in pages]


def link_of(req, page, label, current):
    """A link to a page.

    :param current: what `aria-current` says, false for nothing.
    """
    return tag.a(gettext(label), href=req.href.learning(*page.path),
                 class_='active' if current else None,
                 **({'aria-current': current} if current else {}))


def add_layout(req, active):
    """Styles and navigation of a page below "Learning"."""
    add_styles(req)
    add_learning_nav(req, active)


def add_styles(req):
    """Those of a page with navigation of its own."""
    add_stylesheet(req, 'learning/css/learning.css')
    add_stylesheet(req, 'learning/css/pages.css')
