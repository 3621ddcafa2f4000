# -*- coding: utf-8 -*-
"""Is this id token Cognito's, for us, and still good? The issuer's public
keys, kept in memory, tell.
"""

import json
import re
import threading
import time
from collections import namedtuple

import jwt
import requests
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm

from learning.errors import InvalidToken, KeysUnavailable

#: sub, email, name: text; groups: tuple of text; issued: microseconds;
#: token: the bearer token itself, for calls to the gateway as this person.
Identity = namedtuple('Identity', 'sub email name groups issued token')

#: A request header ends at 8,190 bytes (gunicorn).
MAX_TOKEN_CHARS = 8000
#: Seconds by which two clocks may differ.
LEEWAY_S = 5
#: Seconds between two reads of the keys, whatever came of the first: made-up
#: key ids never flood the endpoint.
THROTTLE_S = 10
#: Seconds after which keys are read again, so that a withdrawn one ends.
MAX_KEY_AGE_S = 3600
KEYS_TIMEOUT_S = 3

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
        if len(token) > MAX_TOKEN_CHARS or not _SHAPE.match(token):
            raise InvalidToken(u"This is no token.")
        key = self.keys.key(key_id(token))
        try:
            claims = jwt.decode(
                token, key, algorithms=['RS256'], audience=self.client_id,
                issuer=self.issuer, leeway=LEEWAY_S,
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


def fetch_over_http(url):
    """A function that reads the JWKS document at `url`."""
    def fetch():
        session = requests.Session()
        session.trust_env = False
        reply = session.get(url, timeout=KEYS_TIMEOUT_S, allow_redirects=False)
        reply.raise_for_status()
        return reply.json()
    return fetch


class Keys(object):
    """RSA keys by `kid`; known ones work while the endpoint is down.

    :param fetch: returns the JWKS document or raises.
    :param clock: seconds, from any start.
    """

    def __init__(self, fetch, clock=time.time):
        self._fetch = fetch
        self._clock = clock
        self._known = {}
        self._read_at = self._tried_at = None
        self._failed = False
        self._lock = threading.Lock()

    def key(self, kid):
        """The key of that id.

        :raises InvalidToken: when the issuer has none.
        :raises KeysUnavailable: when the issuer cannot be asked.
        """
        known = self._known.get(kid)
        if known is None:
            with self._lock:    # who comes meanwhile waits for the answer
                self._look(kid)
        elif self._stale() and self._lock.acquire(False):
            try:
                self._look(kid)
            finally:
                self._lock.release()
        found = self._known.get(kid)
        if found is not None:
            return found
        if self._failed:
            raise KeysUnavailable(u"The sign-in service cannot be reached.")
        raise InvalidToken(u"No key of the sign-in service signed this.")

    def _look(self, kid):
        if kid in self._known and not self._stale() or self._throttled():
            return
        # Set before the attempt: a slow failure counts as one, too.
        self._tried_at, self._failed = self._clock(), True
        try:
            self._known = rsa_keys(self._fetch())
        except (requests.RequestException, ValueError, TypeError, KeyError,
                AttributeError):
            return
        self._failed, self._read_at = False, self._clock()

    def _stale(self):
        return self._read_at is None or \
            self._age(self._read_at) >= MAX_KEY_AGE_S

    def _throttled(self):
        return self._tried_at is not None and \
            self._age(self._tried_at) < THROTTLE_S

    def _age(self, then):
        # A wall clock that was set back must not stop reading for ever.
        return abs(self._clock() - then)


def rsa_keys(document):
    """The usable keys of a JWKS; a bad one never hides the others.

    :raises ValueError: when there is none.
    """
    keys = {}
    for entry in document['keys']:
        if entry.get('use', 'sig') != 'sig' or \
                entry.get('alg', 'RS256') != 'RS256':
            continue
        try:
            key = RSAAlgorithm.from_jwk(json.dumps(entry))
        except Exception:   # PyJWT lets many kinds through
            continue
        if isinstance(key, RSAPublicKey) and \
                isinstance(entry.get('kid'), basestring):
            keys[entry['kid']] = key
    if not keys:
        raise ValueError("no usable RSA key in the JWKS")
    return keys
