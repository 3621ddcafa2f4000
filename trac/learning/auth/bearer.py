# -*- coding: utf-8 -*-
"""Is this id token Cognito's, for us, and still good?"""

import re
from collections import namedtuple

import jwt

from learning.auth.errors import InvalidToken

#: sub, email, name: text; groups: tuple of text; issued: microseconds;
#: token: the bearer token itself, for calls to the gateway as this person.
Identity = namedtuple('Identity', 'sub email name groups issued token')

#: A request header ends at 8,190 bytes (gunicorn).
MAX_LENGTH = 8000
#: Seconds by which two clocks may differ.
LEEWAY = 5

_SHAPE = re.compile(r'^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\Z')
_SUB = re.compile(r'^[A-Za-z0-9_-]{1,100}\Z')


class Verifier(object):
    """Verifies id tokens.

    :param keys: `Keys` of the issuer.
    :param issuer: the pool's issuer. :param client_id: the web client.
    """

    def __init__(self, keys, issuer, client_id):
        self.keys = keys
        self.issuer = issuer
        self.client_id = client_id

    def verify(self, token):
        """(Identity, claims) of a good id token.

        :raises InvalidToken: for any other.
        :raises KeysUnavailable: when nobody can tell.
        """
        if len(token) > MAX_LENGTH or not _SHAPE.match(token):
            raise InvalidToken(u"This is no token.")
        key = self.keys.key(key_id(token))
        try:
            claims = jwt.decode(
                token, key, algorithms=['RS256'], audience=self.client_id,
                issuer=self.issuer, leeway=LEEWAY,
                options={'require_exp': True, 'require_iat': True})
            return identity_of(claims, self.client_id, token), claims
        except (jwt.exceptions.PyJWTError, ValueError, TypeError, KeyError,
                OverflowError, AttributeError) as e:
            raise InvalidToken(u"The token is not good: %s" % e)


def key_id(token):
    """The `kid` of a token that claims to be signed with RS256."""
    try:
        header = jwt.get_unverified_header(token)
        if header['alg'] == 'RS256' and 'crit' not in header and \
                isinstance(header['kid'], basestring):
            return header['kid']
    except (jwt.exceptions.PyJWTError, ValueError, TypeError, KeyError):
        pass
    raise InvalidToken(u"The token's header is not good.")


def identity_of(claims, client_id, token):
    """What a verified token says of a person."""
    if claims['token_use'] != 'id' or claims['aud'] != client_id:
        raise InvalidToken(u"The token is meant for something else.")
    verified = claims.get('email_verified')
    if verified is not True and verified != 'true':
        raise InvalidToken(u"The e-mail address is not verified.")
    if not _SUB.match(claims['sub']):
        raise InvalidToken(u"The token's subject is not good.")
    groups = claims.get('cognito:groups') or []
    if not isinstance(groups, list):
        raise InvalidToken(u"The token's groups are not good.")
    return Identity(claims['sub'], claims['email'], claims.get('name') or u'',
                    tuple(g for g in groups if isinstance(g, basestring)),
                    int(claims['iat']) * 1000000, token)
