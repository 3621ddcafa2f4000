# -*- coding: utf-8 -*-
"""Nobody sees a page without being signed in, or sends what another site's
page made up."""

import re

from trac.config import BoolOption
from trac.core import Component, implements
from trac.util.translation import _
from trac.web.api import IRequestFilter

from learning.auth import cookies, destination, pages, reply
from learning.auth.authenticator import trouble
from learning.auth.cognito import Cognito
from learning.auth.cookies import Cookies
from learning.auth.sign_in import SignInModule
from learning.users.account import NameTaken
from learning.web.forgery import ForgeryCheck

_OPEN = re.compile(r'/chrome/')
_OURS = re.compile(r'/(login|logout)(/|\Z)')


class RequestGuard(Component):
    """Refuses forged requests, and sends who is not signed in to sign in,
    and back."""

    implements(IRequestFilter)

    required = BoolOption('learning', 'require_login', True,
        """Show pages to signed-in people only. Without it, who is not signed
        in sees what `anonymous` may see.""")

    # IRequestFilter methods

    def pre_process_request(self, req, handler):
        """In this order: what another site sent is neither renewed nor kept
        to be sent again, and a form is read only when that is settled."""
        forgery = ForgeryCheck(self.env)
        forgery.check_origin(req)
        handler = self._admitted(req, handler)
        forgery.check_token(req, handler)
        return handler

    def post_process_request(self, req, template, data, metadata):
        return template, data, metadata

    # Internal methods

    def _admitted(self, req, handler):
        """Runs before the body is read."""
        if not Cognito(self.env).configured or _OPEN.match(req.path_info):
            return handler
        if _OURS.match(req.path_info):
            # A POST on its way through a renewal is not read here.
            return SignInModule(self.env).early(req)
        if req.is_authenticated:
            self._settled(req)
        elif self.required:
            self._turn_away(req)
        return handler

    def _settled(self, req):
        jar = Cookies(self.env)
        if jar.get(req, cookies.TRIED):
            jar.put(req, cookies.TRIED, '', '', 0)

    def _turn_away(self, req):
        if reply.wants_text(req):
            reply.text(req, 401, _("Your sign-in is over. Sign in again."))
        why = trouble(req)
        if isinstance(why, NameTaken):
            pages.taken(self.env, req)
        if why or Cookies(self.env).get(req, cookies.TRIED):
            # Renewing or signing in again just now would not help.
            pages.unchecked(self.env, req)
        to = destination.to_refresh(req, destination.here(req))
        reply.redirect(req, to, 302 if pages.reading(req) else 307)
