# -*- coding: utf-8 -*-
"""The issuer's public keys, kept in memory."""

import json
import threading
import time

import requests
from jwt.algorithms import RSAAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from learning.auth.errors import InvalidToken, KeysUnavailable

#: Seconds between two reads, whatever came of the first: made-up key ids
#: never flood the endpoint.
THROTTLE = 10
#: Seconds after which keys are read again, so that a withdrawn one ends.
MAX_AGE = 3600
TIMEOUT = 3


def over_http(url):
    """A function that reads the JWKS document at `url`."""
    def fetch():
        session = requests.Session()
        session.trust_env = False
        reply = session.get(url, timeout=TIMEOUT, allow_redirects=False)
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
        return self._read_at is None or self._age(self._read_at) >= MAX_AGE

    def _throttled(self):
        return self._tried_at is not None and \
            self._age(self._tried_at) < THROTTLE

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
