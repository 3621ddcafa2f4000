# -*- coding: utf-8 -*-
"""A sign-in under way: what the browser keeps while it is at Cognito's page.

Each has a cookie of its own, so that two tabs can sign in at once.
"""

import hashlib
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import namedtuple
from hmac import compare_digest

from learning.auth import cookies
from learning.auth.cookies import Cookies

#: Seconds that a person has for Cognito's page.
AGE = 3600
#: Unfinished sign-ins that are kept: a header ends at 8,190 bytes.
MOST = 3
PATH = '/login'


class Pending(namedtuple('Pending', 'state nonce verifier next')):
    """state, nonce, verifier: random text; next: where to go afterwards."""

    @classmethod
    def new(cls, next):
        return cls(random(16), random(16), random(32), next)

    @property
    def challenge(self):
        """PKCE's S256 challenge."""
        return encode(hashlib.sha256(self.verifier).digest())

    @property
    def cookie(self):
        return cookies.PENDING + self.state[:8]


def remember(env, req, pending):
    """Leave it with the browser; forget old ones when there are many."""
    jar = Cookies(env)
    others = [n for n in req.incookie if n.startswith(cookies.PENDING)]
    for name in others if len(others) >= MOST else ():
        jar.put(req, name, '', PATH, 0)
    jar.put(req, pending.cookie, '.'.join(
        [pending.state, pending.nonce, pending.verifier,
         encode(pending.next)]), PATH, AGE)


def recall(env, req, state):
    """The sign-in that this browser began with `state`, or None."""
    if not state or len(state) > 64:
        return None
    state = state.encode('utf-8')
    kept = Cookies(env).get(req, cookies.PENDING + state[:8])
    parts = (kept or '').split('.')
    if len(parts) != 4 or not compare_digest(parts[0], state):
        return None
    try:
        return Pending(parts[0], parts[1], parts[2], decode(parts[3]))
    except (TypeError, ValueError):
        return None


def forget(env, req, pending):
    """A state is good for one way back."""
    Cookies(env).put(req, pending.cookie, '', PATH, 0)


def random(size):
    return encode(os.urandom(size))


def encode(data):
    return urlsafe_b64encode(data).rstrip('=')


def decode(text):
    return urlsafe_b64decode(text + '=' * (-len(text) % 4))
