# -*- coding: utf-8 -*-
"""Answers that end a request. Nothing of a sign-in may be cached."""

from trac.web.api import RequestDone
from trac.web.chrome import Chrome


def redirect(req, location, status=302):
    """Send the browser elsewhere; 307 keeps method and body.

    The address stays as it is: only the browser knows for sure by which
    scheme and host it came.
    """
    req.send_response(status)
    req.send_header('Location', location)
    _finish(req, 'text/plain', '')


def text(req, status, message):
    """A plain text for a script that asked."""
    req.send_response(status)
    _finish(req, 'text/plain;charset=utf-8', message.encode('utf-8'))


def done(req):
    """No content."""
    req.send_response(204)
    _finish(req, 'text/plain', '')


def page(env, req, status, template, data):
    """A page in Trac's own frame."""
    content = Chrome(env).render_template(
        req, template, data, {'content_type': 'text/html', 'iterable': False})
    req.send_response(status)
    _finish(req, 'text/html;charset=utf-8', content)


def _finish(req, content_type, body):
    if not req.is_authenticated:
        # Trac opens a session for everybody who passes; nobody stays here.
        req.outcookie.pop('trac_session', None)
    req.send_header('Content-Type', content_type)
    req.send_header('Content-Length', len(body))
    req.send_header('Cache-Control', 'no-store')
    req.end_headers()
    if req.method != 'HEAD':
        req.write(body)
    raise RequestDone


def wants_text(req):
    """Does a script ask, that can do nothing with a page?"""
    return req.is_xhr or req.get_header('Sec-Fetch-Dest') == 'empty'
