# -*- coding: utf-8 -*-
"""Paths on wiki pages."""

import re

from trac.core import Component, implements
from trac.web.api import IRequestFilter
from trac.web.chrome import Chrome
from trac.wiki.api import parse_args
from trac.wiki.macros import WikiMacroBase

from learning.answers.attempt import Attempts
from learning.pages.navigation import add_styles
from learning.paths import request, view
from learning.paths.path import ACCEPTED, Paths
from learning.paths.step import StepTickets
from learning.reviews.review import Reviews
from learning.translation import DOMAIN, N_, TEMPLATE_DOMAIN, _
from learning.users.account import Accounts

#: Paths that `[[LearningProgress]]` shows at most.
MAX_LISTED_PATHS = 50
#: A wiki page with one of ours.
OURS = re.compile(r'\[\[(?:LearningPath|LearningProgress|KnowledgeGraph)\b')


class MacroStyles(Component):
    """Brings the styles of macros with a wiki page's head. Those that a macro
    asks for come when the page stands already, and move it."""

    implements(IRequestFilter)

    # IRequestFilter methods

    def pre_process_request(self, req, handler):
        return handler

    def post_process_request(self, req, template, data, metadata):
        page = data.get('page') if template == 'wiki_view.html' else None
        if page is not None and page.exists and OURS.search(page.text):
            add_styles(req)
        return template, data, metadata


class PathMacro(WikiMacroBase):
    """What macros about the reader's own paths have in common."""

    abstract = True
    _domain = DOMAIN

    # IWikiMacroProvider methods

    def expand_macro(self, formatter, name, content, args=None):
        req = formatter.req
        account = Accounts(self.env).of_user(req.authname)
        if account is None or 'LEARNING_VIEW' not in req.perm:
            return _("(Sign in to see your learning paths here.)")
        words, named = parse_args(content, strict=False)
        return self.render_macro(req, account, words, named)

    # For subclasses

    def render_macro(self, req, account, words, named):
        """HTML for the reader. :param words: arguments without a name.
        :param named: the others."""
        raise NotImplementedError

    def render(self, req, template, **data):
        """A fragment with the styles that it needs."""
        add_styles(req)
        return Chrome(self.env).render_fragment(req, template, data,
                                                domain=TEMPLATE_DOMAIN)

    def describe(self, req, path):
        """One of the reader's paths."""
        return view.describe_path(
            req, path, StepTickets(self.env).of(path.id),
            Attempts(self.env).outcomes_of(path.learner),
            Reviews(self.env).due_tickets(path.learner))


class LearningPathMacro(PathMacro):
    _description = N_("""Ask for a learning path, or show one.

    - `[[LearningPath]]`: the form that asks for a path
    - `[[LearningPath(ID)]]`: the path with this id, as in its page's address,
      to the learner whose it is; others are told that there is none
    """)

    def render_macro(self, req, account, words, named):
        if words:
            path = own_path(self.env, account, words[0])
            if path is None:
                return _("(There is no such learning path of yours.)")
            return self.render(req, 'learning_path_macro.html', form=None,
                               path=self.describe(req, path))
        if 'LEARNING_ANSWER' not in req.perm:
            return _("(You may not ask for learning paths.)")
        wish = request.Wish('', request.DEFAULT_DIFFICULTY,
                            request.DEFAULT_MINUTES)
        return self.render(req, 'learning_path_macro.html', path=None,
                           form=view.describe_form(req, wish))


class LearningProgressMacro(PathMacro):
    _description = N_("""Show how far the reader is on learning paths.

    - `[[LearningProgress]]`: on all paths that the reader has accepted
    - `[[LearningProgress(ID)]]`: on the path with this id
    - `[[LearningProgress(limit=3)]]`: on the newest three
    """)

    def render_macro(self, req, account, words, named):
        if words:
            found = [own_path(self.env, account, words[0])]
        else:
            found = Paths(self.env).of(account.sub)
        limit = min(read_limit(named.get('limit')), MAX_LISTED_PATHS)
        paths = [self.describe(req, path) for path in
                 [path for path in found
                  if path and path.state == ACCEPTED][:limit]]
        if not paths:
            return _("(You have no accepted learning path here yet.)")
        return self.render(req, 'learning_progress_macro.html', paths=paths)


def own_path(env, account, ident):
    """A learner's own path, or None."""
    path = Paths(env).get(ident.strip().lower())
    return path if path and path.learner == account.sub else None


def read_limit(said):
    """How many paths are wanted."""
    return int(said) if re.match(r'[1-9][0-9]{0,3}\Z', said or '') else \
        MAX_LISTED_PATHS
