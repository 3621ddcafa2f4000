# -*- coding: utf-8 -*-
"""New tokens are checked as any others before they become cookies."""

from hmac import compare_digest

from learning.auth.cognito import Cognito
from learning.auth.errors import InvalidToken
from learning.users.account import Accounts


def admit(env, tokens, nonce=None):
    """Check new tokens and make their owner known to Trac.

    :param nonce: what the sign-in asked to see in the token.
    :raises InvalidToken, KeysUnavailable, NameTaken:
    """
    who, claims = Cognito(env).verifier.verify(tokens.id)
    if nonce is not None and not compare_digest(
            str(nonce), claims.get('nonce', u'').encode('utf-8')):
        raise InvalidToken(u"The token answers another sign-in.")
    Accounts(env).bind(who.sub, who.email, who.name, who.groups, who.issued)
