# -*- coding: utf-8 -*-
"""Who asks: the bearer token, verified here whatever the front door did."""

from trac.core import Component, implements
from trac.util.text import exception_to_unicode
from trac.web.api import IAuthenticator

from learning.auth.cognito import Cognito
from learning.auth.errors import InvalidToken, KeysUnavailable
from learning.users.account import Accounts, NameTaken

_IDENTITY = 'learning.identity'
_TROUBLE = 'learning.trouble'


def identity(req):
    """The verified `Identity` behind this request, or None."""
    return req.environ.get(_IDENTITY) if req.is_authenticated else None


def trouble(req):
    """Why a token could not be taken though it may be good, or None."""
    return req.environ.get(_TROUBLE)


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
        token = bearer(req)
        cognito = Cognito(self.env)
        if token is None or not cognito.configured:
            return None
        who, _ = cognito.verifier.verify(token)
        account = Accounts(self.env).bind(who.sub, who.email, who.name,
                                          who.groups, who.issued)
        req.environ[_IDENTITY] = who
        return account.username


def bearer(req):
    """The token of the Authorization header, or None."""
    parts = req.environ.get('HTTP_AUTHORIZATION', '').split(' ')
    if len(parts) == 2 and parts[0].lower() == 'bearer':
        return parts[1]
