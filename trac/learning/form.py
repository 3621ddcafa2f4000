# -*- coding: utf-8 -*-
"""Forms that keep a person's text whatever it holds.

Trac refuses a form with a NUL by a bare error page and the text is gone. A
handler that calls `lenient` in `match_request`, before anybody reads the
arguments, gets the text and can refuse it kindly.
"""

import cgi

from trac.util.translation import _
from trac.web.api import HTTPBadRequest, HTTPRequestEntityTooLarge

#: Bytes of a form: 20,000 characters are at most 240,000 when percent-encoded.
LARGEST = 4000000
_FORMS = ('application/x-www-form-urlencoded', 'multipart/form-data')


def lenient(req):
    """Read this request's form with NULs in its values."""
    req.callbacks['arg_list'] = _arg_list


def _arg_list(req):
    ctype = cgi.parse_header(req.get_header('Content-Type') or '')[0]
    if ctype not in _FORMS:
        return []
    if int(req.get_header('Content-Length') or 0) > LARGEST:
        raise HTTPRequestEntityTooLarge(_("The form is too large."))
    environ = dict(req.environ, QUERY_STRING='')
    fields = cgi.FieldStorage(req.environ['wsgi.input'], environ=environ,
                              keep_blank_values=True)
    try:
        return [(_text(f.name), _text(f.value)) for f in fields.list or ()
                if f.name is not None and not f.filename]
    except UnicodeDecodeError:
        raise HTTPBadRequest(_("The form is not UTF-8."))


def _text(value):
    return unicode(value, 'utf-8')
