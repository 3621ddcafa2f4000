# -*- coding: utf-8 -*-
"""Who asks: the bearer token, verified here whatever the front door did. And
nobody sees a page without being signed in, or sends what another site's page
made up.
"""

import re

from trac.config import BoolOption
from trac.core import Component, implements
from trac.util.text import exception_to_unicode
from trac.web.api import IAuthenticator, IRequestFilter

from learning.auth import cookies, replies, return_url
from learning.auth.cognito import Cognito
from learning.auth.cookies import Cookies
from learning.auth.sign_in import SignInModule
from learning.errors import InvalidToken, KeysUnavailable, NameTaken
from learning.translation import _
from learning.users.account import Accounts
from learning.web.forgery import ForgeryCheck

_IDENTITY = 'learning.identity'
_TROUBLE = 'learning.trouble'
_OPEN = re.compile(r'/chrome/')
_OURS = re.compile(r'/(login|logout)(/|\Z)')


class BearerAuthenticator(Component):
    """Signs in who shows a good id token. Takes nothing else for it."""

    implements(IAuthenticator)

    # IAuthenticator methods

    def authenticate(self, req):
        """The user name, or None. Never raises: that would be an error page
        in place of the way to sign in."""
        try:
            return self._user(req)
        except InvalidToken as e:
            self.log.debug("A token was refused: %s", e)
        except (KeysUnavailable, NameTaken) as e:
            self.log.warning("A token could not be taken: %s", e)
            req.environ[_TROUBLE] = e
        except Exception as e:
            self.log.error("A token could not be checked: %s",
                           exception_to_unicode(e, traceback=True))
            req.environ[_TROUBLE] = e
        return None

    def _user(self, req):
        token = bearer_token(req)
        cognito = Cognito(self.env)
        if token is None or not cognito.configured:
            return None
        who, _ = cognito.verifier.verify(token)
        account = Accounts(self.env).bind(who.sub, who.email, who.name,
                                          who.groups, who.issued)
        req.environ[_IDENTITY] = who
        return account.username


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
        if replies.wants_text(req):
            replies.send_text(req, 401,
                              _("Your sign-in is over. Sign in again."))
        why = token_trouble(req)
        if isinstance(why, NameTaken):
            replies.show_name_taken(self.env, req)
        if why or Cookies(self.env).get(req, cookies.TRIED):
            # Renewing or signing in again just now would not help.
            replies.show_unchecked(self.env, req)
        to = return_url.refresh_url(req, return_url.current_url(req))
        replies.redirect(req, to, 302 if replies.is_reading(req) else 307)


def identity(req):
    """The verified `Identity` behind this request, or None."""
    return req.environ.get(_IDENTITY) if req.is_authenticated else None


def token_trouble(req):
    """Why a token could not be taken though it may be good, or None."""
    return req.environ.get(_TROUBLE)


def bearer_token(req):
    """The token of the Authorization header, or None."""
    parts = req.environ.get('HTTP_AUTHORIZATION', '').split(' ')
    if len(parts) == 2 and parts[0].lower() == 'bearer':
        return parts[1]
