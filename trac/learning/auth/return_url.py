# -*- coding: utf-8 -*-
"""Where a sign-in leads to: a page of this Trac and nowhere else."""

import re
import urllib
from urlparse import parse_qs

#: A `next` travels in a cookie; a longer one leads to the start page.
MAX_URL_CHARS = 800

_PLAIN = re.compile(r'^/[\x21-\x5b\x5d-\x7e]*\Z')    # no blank, no backslash


def current_url(req):
    """This very page, as a `next`."""
    path = urllib.quote(req.base_path + req.environ.get('PATH_INFO', ''),
                        safe="/:@!$&'()*+,;=~-._")
    return path + ('?' + req.query_string if req.query_string else '')


def requested_url(req):
    """The `next` in this request's address if it is one of ours, or None.

    On POST `req.args` has no query string: it is read here.
    """
    values = parse_qs(req.query_string).get('next', [])
    return values[0] if len(values) == 1 and is_local(req, values[0]) else None


def is_local(req, url):
    """Does this lead to a page of this Trac that is not the sign-in itself?"""
    if len(url) > MAX_URL_CHARS or not _PLAIN.match(url) or \
            url.startswith('//'):
        return False
    path = re.split('[?#]', url, 1)[0]
    # What a browser or a front door would make of it, too.
    plain = urllib.unquote(path)
    if '//' in plain or '\\' in plain or \
            any(part in ('.', '..') for part in plain.split('/')):
        return False
    base = req.base_path.rstrip('/')
    if not (plain == base or plain.startswith(base + '/')):
        return False
    inside = plain[len(base):]
    return not re.match(r'/(login|logout)(/|\Z)', inside)


def home_url(req):
    """Trac's start page."""
    return req.base_path or '/'


def is_home(req, url):
    """Is this Trac's start page, which nobody asks for?"""
    return url.rstrip('/') == req.base_path.rstrip('/')


def refresh_url(req, next):
    """Where a token is renewed, and the way on from there."""
    return _with_next(req, '/login/refresh', next)


def login_url(req, next):
    """Where a sign-in begins, and the way on from there."""
    return _with_next(req, '/login', next)


def _with_next(req, path, next):
    return '%s%s?%s' % (req.base_path, path,
                        urllib.urlencode({'next': next or home_url(req)}))
