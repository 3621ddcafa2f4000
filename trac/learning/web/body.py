# -*- coding: utf-8 -*-
"""The body of a request, of which no more is read than may be.

`learning.web.request_limits` says how much that is, and gives it to each
request.
"""

import json

from trac.util.text import pretty_size
from trac.web.api import HTTPRequestEntityTooLarge

from learning.errors import InvalidInput
from learning.translation import _

#: Bytes of a body that are read to tell a browser that they are too many:
#: one that is cut off while it sends shows no answer.
MAX_DISCARDED_BYTES = 1 << 30
CHUNK_BYTES = 1 << 16
#: Digits of a number in JSON. Python reads it in time that grows with their
#: square.
MAX_DIGITS = 20


class Body(object):
    """`wsgi.input` that ends where the request does, or else is refused."""

    def __init__(self, environ, most):
        self.file, self.most = environ['wsgi.input'], most
        self.words = too_large_message(most)
        self.length, self.taken = body_length(environ), 0

    def read(self, size=-1):
        return self._get(self.file.read, size)

    def readline(self, size=-1):
        return self._get(self.file.readline, size)

    def __iter__(self):
        return iter(self.readline, '')

    def _get(self, read, size):
        ends = self.length is not None
        if ends and self.length > self.most:
            self._refuse()
        # One byte more than allowed tells that there is more.
        left = (self.length if ends else self.most + 1) - self.taken
        data = read(left if size < 0 else min(size, left)) if left else ''
        self.taken += len(data)
        if self.taken > self.most:
            self._refuse()
        return data

    def _refuse(self):
        left = MAX_DISCARDED_BYTES if self.length is None else \
            min(self.length, MAX_DISCARDED_BYTES) - self.taken
        while left > 0:
            read = len(self.file.read(min(CHUNK_BYTES, left)))
            self.taken += read
            left = left - read if read else 0
        raise HTTPRequestEntityTooLarge(self.words)


def body_length(environ):
    """Bytes of the body; None where the server tells its end."""
    declared = environ.get('CONTENT_LENGTH')
    if not declared and environ.get('wsgi.input_terminated'):
        return None
    return int(declared) if (declared or '').isdigit() else 0


def narrow_body(req, most, words):
    """This page takes less than others, and says so in its own words."""
    body = req.environ['wsgi.input']
    if most < body.most:
        body.most, body.words = most, words


def read_json(req):
    """What the body says.

    :raises InvalidInput: when it is no JSON, or nested deeper than Python
        reads.
    :raises HTTPRequestEntityTooLarge: when it is too large.
    """
    try:
        return json.loads(req.environ['wsgi.input'].read(), parse_int=_number)
    except (ValueError, RuntimeError):
        raise InvalidInput(_("This is not the JSON that is wanted here."))


def _number(digits):
    if len(digits) > MAX_DIGITS:
        raise ValueError(digits)
    return int(digits)


def too_large_message(most):
    """What to do about it."""
    return _("Nothing was saved: at most %(size)s can be sent at once. Go "
             "back, make it shorter, or send it in parts.",
             size=pretty_size(most))
