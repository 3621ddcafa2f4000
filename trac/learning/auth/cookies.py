# -*- coding: utf-8 -*-
"""The cookies of a sign-in. Trac's cookie class knows no SameSite.

Lax, since Strict would keep them from the way back from Cognito's page.
"""

import re

from trac.config import BoolOption, IntOption
from trac.core import Component

ID = 'trac_id'
REFRESH = 'trac_refresh'
TRIED = 'trac_tried'
PENDING = 'trac_pending_'

#: Seconds in which a second renewal is taken for a loop.
TRIED_FOR = 30
DAY = 86400

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
        age = self.refresh_days * DAY
        self.put(req, ID, tokens.id, '', age)
        if tokens.refresh:
            self.put(req, REFRESH, tokens.refresh, '/login/refresh', age)
        self.put(req, TRIED, '1', '', TRIED_FOR)

    def signed_out(self, req):
        """Forget the tokens."""
        self.put(req, ID, '', '', 0)
        self.put(req, REFRESH, '', '/login/refresh', 0)
        self.put(req, TRIED, '', '', 0)
