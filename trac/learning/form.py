# -*- coding: utf-8 -*-
"""Forms as Trac reads them, with bounds; and some that keep a NUL.

Trac refuses a form with a NUL by a bare error page and the text is gone. A
handler that calls `lenient` in `match_request`, before anybody reads the
arguments, gets the text and can refuse it kindly.
"""

import cgi
import io
from tempfile import SpooledTemporaryFile

from trac.util.text import exception_to_unicode
from trac.util.translation import _
from trac.web.api import (HTTPBadRequest, HTTPException,
                          HTTPRequestEntityTooLarge)
from trac.web.wsgi import is_client_disconnect_exception

#: Bytes of a field that are kept in memory; Python would open a file for each
#: that has more than 1000.
IN_MEMORY = 1 << 16
_FORMS = ('application/x-www-form-urlencoded', 'multipart/form-data')


class Fields(cgi.FieldStorage):
    """A form whose parts are texts or files and never forms themselves."""

    def read_multi(self, *args):
        # An .mht file is a part that looks like a form (Trac's #9880).
        if self.outerboundary or not cgi.valid_boundary(self.innerboundary):
            self.read_single()
        else:
            cgi.FieldStorage.read_multi(self, *args)

    def read_urlencoded(self):
        if self.outerboundary:
            self.read_single()
        else:
            cgi.FieldStorage.read_urlencoded(self)

    def make_file(self, binary=None):
        return SpooledTemporaryFile(IN_MEMORY)


def arg_list(req):
    """The arguments of a request, as `Request._parse_arg_list` of Trac gives
    them."""
    return _bounded(req, _strict)


def lenient(req):
    """Read this request's form with NULs in its values."""
    req.callbacks['arg_list'] = lambda req: _bounded(req, _text)


def _bounded(req, convert):
    limits = req.environ['learning.limits']
    try:
        return list(_pairs(_fields(req, limits.form_max_fields), convert,
                           limits.form_max_size, req))
    except HTTPException:
        req.arg_list = []       # for the page that says so
        raise


def _pairs(fields, convert, room, req):
    for one in fields:
        name = one.name and convert(one.name)
        if one.filename:
            _without_nul(one.filename)
            yield name, one
            continue
        value = one.value
        room -= len(value)
        if room < 0:
            raise HTTPRequestEntityTooLarge(req.environ['wsgi.input'].words)
        yield name, convert(value)


def _fields(req, most):
    body, environ = req.environ['wsgi.input'], req.environ
    if req.method == 'POST':
        environ = dict(environ, QUERY_STRING='')
    ctype = cgi.parse_header(req.get_header('Content-Type') or '')[0]
    try:
        return Fields(body if ctype in _FORMS else io.BytesIO(),
                      environ=environ, keep_blank_values=True,
                      max_num_fields=most).list or ()
    except ValueError:
        raise HTTPRequestEntityTooLarge(_(
            "Nothing was saved: a form can have at most %(number)s fields. "
            "Go back and choose fewer at once.", number=most))
    except IOError as e:
        if not is_client_disconnect_exception(e):
            raise
        raise HTTPBadRequest(_("Exception caught while reading request: "
                               "%(msg)s", msg=exception_to_unicode(e)))


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
