# -*- coding: utf-8 -*-
"""The cookies of a sign-in. Trac's cookie class knows no SameSite.

Lax, since Strict would keep them from the way back from Cognito's page. While
a browser is there, each sign-in has a cookie of its own, so that two tabs can
sign in at once.
"""

import hashlib
import os
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import namedtuple
from hmac import compare_digest

from trac.config import BoolOption, IntOption
from trac.core import Component

ID = 'trac_id'
REFRESH = 'trac_refresh'
TRIED = 'trac_tried'
LOGIN_PREFIX = 'trac_pending_'

#: Seconds in which a second renewal is taken for a loop.
TRIED_AGE_S = 30
DAY_S = 86400
#: Seconds that a person has for Cognito's page.
LOGIN_AGE_S = 3600
#: Unfinished sign-ins that are kept: a header ends at 8,190 bytes.
MAX_LOGINS = 3
LOGIN_PATH = '/login'

_VALUE = re.compile(r'^[A-Za-z0-9_.~=+/-]*\Z')


class Cookies(Component):
    """Writes and reads the cookies of a sign-in."""

    secure = BoolOption('learning', 'secure_cookies', True,
        """Send the sign-in's cookies over HTTPS only (and, in browsers, to
        localhost).""")

    refresh_days = IntOption('learning', 'refresh_days', 30,
        """Days that a refresh token lives, as the client in Cognito says.""")

    def get(self, req, name):
        """The value of a cookie, or None."""
        found = req.incookie.get(name)
        return found.value if found is not None and found.value else None

    def put(self, req, name, value, path, age):
        """Set a cookie. :param path: below Trac's own. :param age: seconds"""
        value = str(value)
        if not _VALUE.match(value):
            raise ValueError("unfit for a cookie: %s" % name)
        req.send_header('Set-Cookie', '%s=%s; Path=%s; Max-Age=%d; HttpOnly; '
                        'SameSite=Lax%s' % (
                            name, value, (req.base_path + path) or '/', age,
                            '; Secure' if self.secure else ''))

    def signed_in(self, req, tokens):
        """Keep the tokens. The id token's cookie outlives the token itself:
        an expired one says that there is something to renew."""
        age = self.refresh_days * DAY_S
        self.put(req, ID, tokens.id, '', age)
        if tokens.refresh:
            self.put(req, REFRESH, tokens.refresh, '/login/refresh', age)
        self.put(req, TRIED, '1', '', TRIED_AGE_S)

    def signed_out(self, req):
        """Forget the tokens."""
        self.put(req, ID, '', '', 0)
        self.put(req, REFRESH, '', '/login/refresh', 0)
        self.put(req, TRIED, '', '', 0)


class LoginState(namedtuple('LoginState', 'state nonce verifier next')):
    """state, nonce, verifier: random text; next: where to go afterwards."""

    @classmethod
    def new(cls, next):
        return cls(random_text(16), random_text(16), random_text(32), next)

    @property
    def challenge(self):
        """PKCE's S256 challenge."""
        return encode_base64(hashlib.sha256(self.verifier).digest())

    @property
    def cookie(self):
        return LOGIN_PREFIX + self.state[:8]


def remember_login(env, req, login):
    """Leave it with the browser; forget old ones when there are many."""
    jar = Cookies(env)
    others = [n for n in req.incookie if n.startswith(LOGIN_PREFIX)]
    for name in others if len(others) >= MAX_LOGINS else ():
        jar.put(req, name, '', LOGIN_PATH, 0)
    jar.put(req, login.cookie, '.'.join(
        [login.state, login.nonce, login.verifier,
         encode_base64(login.next)]), LOGIN_PATH, LOGIN_AGE_S)


def recall_login(env, req, state):
    """The sign-in that this browser began with `state`, or None."""
    if not state or len(state) > 64:
        return None
    state = state.encode('utf-8')
    kept = Cookies(env).get(req, LOGIN_PREFIX + state[:8])
    parts = (kept or '').split('.')
    if len(parts) != 4 or not compare_digest(parts[0], state):
        return None
    try:
        return LoginState(parts[0], parts[1], parts[2],
                          decode_base64(parts[3]))
    except (TypeError, ValueError):
        return None


def forget_login(env, req, login):
    """A state is good for one way back."""
    Cookies(env).put(req, login.cookie, '', LOGIN_PATH, 0)


def random_text(size):
    return encode_base64(os.urandom(size))


def encode_base64(data):
    return urlsafe_b64encode(data).rstrip('=')


def decode_base64(text):
    return urlsafe_b64decode(text + '=' * (-len(text) % 4))
