# -*- coding: utf-8 -*-
"""The answers of Cognito's token endpoint and of its API."""

from collections import namedtuple

import requests

from learning.auth.errors import GrantRefused, SignInDown

#: refresh is None when the old refresh token stays good.
Tokens = namedtuple('Tokens', 'id refresh')

TIMEOUT = 5
#: What InitiateAuth answers when the refresh token is no good (any more).
REFUSALS = frozenset(('NotAuthorizedException', 'UserNotFoundException',
                      'UserNotConfirmedException',
                      'RefreshTokenReuseException'))


def post(url, **more):
    """A POST by nobody's proxy and with nobody's .netrc.

    :raises SignInDown: without an answer.
    """
    session = requests.Session()
    session.trust_env = False
    try:
        return session.post(url, timeout=TIMEOUT, allow_redirects=False,
                            **more)
    except requests.RequestException as e:
        raise SignInDown(u"The sign-in service cannot be reached (%s)."
                         % e.__class__.__name__)


def from_oauth(reply):
    """`Tokens` from the token endpoint.

    :raises GrantRefused, SignInDown:
    """
    if reply.status_code == 400 and \
            answer(reply).get('error') == 'invalid_grant':
        raise GrantRefused(u"The sign-in is over.")
    return tokens(answer(reply, 200), 'id_token', 'refresh_token')


def from_api(reply):
    """`Tokens` from `InitiateAuth`.

    :raises GrantRefused, SignInDown:
    """
    if reply.status_code == 400 and \
            str(answer(reply).get('__type')).split('#')[-1] in REFUSALS:
        raise GrantRefused(u"The sign-in is over.")
    result = answer(reply, 200).get('AuthenticationResult') or {}
    return tokens(result, 'IdToken', 'RefreshToken')


def answer(reply, status=None):
    """The JSON object of a reply.

    :param status: the only status that will do, or None.
    :raises SignInDown: for any other reply.
    """
    try:
        body = reply.json()
    except ValueError:
        body = None
    if not isinstance(body, dict) or status not in (None, reply.status_code):
        raise SignInDown(u"The sign-in service answered %d."
                         % reply.status_code)
    return body


def tokens(body, id_name, refresh_name):
    """`Tokens` out of an answer.

    :raises SignInDown: when there is no id token.
    """
    found = body.get(id_name), body.get(refresh_name) or None
    if not isinstance(found[0], basestring):
        raise SignInDown(u"The sign-in service gave no id token.")
    return Tokens(*found)
