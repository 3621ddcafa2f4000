# -*- coding: utf-8 -*-
"""A page that a browser has already is not sent again.

Trac makes it either way, since only then it is known: what is saved is the
way. The policy's nonce does not count, and an answer that says "not modified"
has no policy, so the page keeps the one that it came with.
"""

from functools import wraps
from hashlib import sha1

from trac.web.api import Request, RequestDone

from learning.participant import Participant


class UnchangedPages(Participant):
    """Compares pages with what the browser says that it has."""

    def __init__(self):
        install()


def tag_of(req, page):
    """The page's entity tag. Weak: it may be compressed on its way."""
    nonce = getattr(req, 'script_nonce', None)
    return 'W/"%s"' % sha1(page.replace(nonce, '') if nonce else page
                           ).hexdigest()


def install():
    """Wrap what sends a page. Once is enough."""
    original = Request.send
    if not hasattr(original, 'learning'):
        Request.send = _compared(original)


def _compared(original):
    @wraps(original)
    def send(self, content, content_type='text/html', status=200):
        if status == 200 and self.method == 'GET' and \
                content_type.startswith('text/html') and is_open(self):
            if not isinstance(content, str):
                content = b''.join(content)
            tag = tag_of(self, content)
            if self.get_header('If-None-Match') == tag:
                self.send_response(304)
                self.send_header('ETag', tag)
                self.send_header('Content-Length', 0)
                self.end_headers()
                raise RequestDone
            self.send_header('ETag', tag)
        return original(self, content, content_type, status)
    send.learning = True
    return send


def is_open(req):
    """Is this a page whose handler has no tag of its own for it?"""
    env = getattr(req.perm, 'env', None)
    return env is not None and env.is_enabled(UnchangedPages) and \
        'etag' not in [name.lower() for name, _ in req._outheaders]
