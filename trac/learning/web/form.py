# -*- coding: utf-8 -*-
"""Forms as Trac reads them, with bounds; and some that keep a NUL.

Trac refuses a form with a NUL by a bare error page and the text is gone. A
handler that calls `allow_nul` in `match_request`, before anybody reads the
arguments, gets the text and can refuse it kindly.
"""

import cgi
import re
from urlparse import parse_qsl

from trac.util.text import exception_to_unicode
from trac.web.api import (HTTPBadRequest, HTTPException,
                          HTTPRequestEntityTooLarge)
from trac.web.wsgi import is_client_disconnect_exception

from learning.translation import _
from learning.web import multipart


def read_arg_list(req):
    """The arguments of a request, as `Request._parse_arg_list` of Trac gives
    them."""
    return _bounded(req, _strict)


def allow_nul(req):
    """Read this request's form with NULs in its values."""
    req.callbacks['arg_list'] = lambda req: _bounded(req, _text)


def match_ticket(req, name):
    """Is this `/learning/<name>/<ticket>`? Then its form may hold a NUL, and
    `learning.ticket` of the environment is the number."""
    match = re.match(r'/learning/%s/(\d{1,10})$' % name, req.path_info)
    if match:
        allow_nul(req)
        req.environ['learning.ticket'] = int(match.group(1))
        return True


def _bounded(req, convert):
    limits = req.environ['learning.limits']
    try:
        return list(_converted(req, convert, limits.form_max_size,
                               limits.form_max_fields))
    except HTTPException:
        req.arg_list = []       # for the page that says so
        raise
    except IOError as e:
        if not is_client_disconnect_exception(e):
            raise
        raise HTTPBadRequest(_("Exception caught while reading request: "
                               "%(msg)s", msg=exception_to_unicode(e)))


def _converted(req, convert, room, most):
    try:
        for count, (name, value) in enumerate(_pairs(req, most)):
            if count >= most:
                raise ValueError(most)
            name = name and convert(name)
            if isinstance(value, multipart.File):
                _without_nul(value.filename)
            else:
                room -= len(value)
                if room < 0:
                    raise HTTPRequestEntityTooLarge(
                        req.environ['wsgi.input'].words)
                value = convert(value)
            yield name, value
    except ValueError:
        raise HTTPRequestEntityTooLarge(_(
            "Nothing was saved: a form can have at most %(number)s fields. "
            "Go back and choose fewer at once.", number=most))


def _pairs(req, most):
    """Names and values as they came.

    :raises ValueError: when there are more than `most`.
    """
    kind, options = cgi.parse_header(req.get_header('Content-Type') or '')
    body, form = req.environ['wsgi.input'], ''
    if req.method in ('GET', 'HEAD'):
        form = req.query_string
    elif kind == 'multipart/form-data':
        return multipart.split_parts(body.read(), options.get('boundary', ''))
    elif kind == 'application/x-www-form-urlencoded':
        form = body.read()
    return parse_qsl(form, True, False, most)


def _strict(value):
    return _text(_without_nul(value))


def _without_nul(value):
    if '\0' in value:
        raise HTTPBadRequest(_("Invalid request arguments."))
    return value


def _text(value):
    try:
        return unicode(value, 'utf-8')
    except UnicodeDecodeError:
        raise HTTPBadRequest(_("The form is not UTF-8."))
