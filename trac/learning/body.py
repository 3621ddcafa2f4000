# -*- coding: utf-8 -*-
"""How much of a request is read: decided here for every page of Trac.

Trac parses a form before it asks who sent it, some handlers in
`match_request` already. So the limit stands where a request begins, whatever
its encoding and whichever server took it. Trac has no extension point there:
the method concerned is wrapped, once in a process and only when an environment
with this plugin enabled is opened. It does nothing in any other.
"""

import json
import sys
from functools import wraps

from trac.attachment import AttachmentModule
from trac.config import IntOption
from trac.core import Component, implements
from trac.env import IEnvironmentSetupParticipant
from trac.util.text import pretty_size
from trac.util.translation import _
from trac.web.api import HTTPRequestEntityTooLarge
from trac.web.main import RequestDispatcher

from learning import form
from learning.errors import Unfit

#: Bytes of a body that are read to tell a browser that they are too many:
#: one that is cut off while it sends shows no answer.
DISCARDED = 1 << 30
CHUNK = 1 << 16
#: Digits of a number in JSON. Python reads it in time that grows with their
#: square.
DIGITS = 20


class RequestLimits(Component):
    """Refuses what is larger than any form of Trac, before it is parsed."""

    implements(IEnvironmentSetupParticipant)

    form_max_size = IntOption('learning', 'form_max_size', 4000000,
        """Bytes of a form without its files, of JSON and the like. A wiki
        page of `[wiki] max_size` = 262144 characters has up to 3145728 when
        percent-encoded. Files come on top: up to `[attachment] max_size` or
        `[learning] upload_max_size`, whichever is larger.""")

    form_max_fields = IntOption('learning', 'form_max_fields', 1000,
        """Fields of a form or of an address.""")

    upload_max_size = IntOption('learning', 'upload_max_size', 10485760,
        """Bytes of a file, and of all files of a form, that come through Trac
        when a browser runs no scripts. With scripts, files go to the storage
        directly and this option means nothing.""")

    def __init__(self):
        install()

    # IEnvironmentSetupParticipant methods: opening an environment makes
    # every participant, before the first request.

    def environment_created(self):
        pass

    def environment_needs_upgrade(self):
        return False

    def upgrade_environment(self):
        pass

    # Public methods

    def limit(self, req):
        """Nobody reads more of this request than a form may have."""
        most = self.form_max_size
        if (req.get_header('Content-Type') or '').startswith('multipart/'):
            most += self._files()
        req.environ['wsgi.input'] = Body(req.environ, most)
        req.environ['learning.limits'] = self
        req.callbacks['arg_list'] = form.arg_list

    # Internal methods

    def _files(self):
        attached = AttachmentModule(self.env).max_size
        if attached < 0:        # Trac's word for no limit
            return sys.maxint - self.form_max_size
        return max(attached, self.upload_max_size)


class Body(object):
    """`wsgi.input` that ends where the request does, or else is refused."""

    def __init__(self, environ, most):
        self.file, self.most = environ['wsgi.input'], most
        self.words = too_large(most)
        self.length, self.taken = length(environ), 0

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
        left = DISCARDED if self.length is None else \
            min(self.length, DISCARDED) - self.taken
        while left > 0:
            read = len(self.file.read(min(CHUNK, left)))
            self.taken += read
            left = left - read if read else 0
        raise HTTPRequestEntityTooLarge(self.words)


def length(environ):
    """Bytes of the body; None where the server tells its end."""
    declared = environ.get('CONTENT_LENGTH')
    if not declared and environ.get('wsgi.input_terminated'):
        return None
    return int(declared) if (declared or '').isdigit() else 0


def narrow(req, most, words):
    """This page takes less than others, and says so in its own words."""
    body = req.environ['wsgi.input']
    if most < body.most:
        body.most, body.words = most, words


def read_json(req):
    """What the body says.

    :raises Unfit: when it is no JSON, or nested deeper than Python reads.
    :raises HTTPRequestEntityTooLarge: when it is too large.
    """
    try:
        return json.loads(req.environ['wsgi.input'].read(), parse_int=_number)
    except (ValueError, RuntimeError):
        raise Unfit(_("This is not the JSON that is wanted here."))


def _number(digits):
    if len(digits) > DIGITS:
        raise ValueError(digits)
    return int(digits)


def too_large(most):
    """What to do about it."""
    return _("Nothing was saved: at most %(size)s can be sent at once. Go "
             "back, make it shorter, or send it in parts.",
             size=pretty_size(most))


def install():
    """Wrap where requests begin. Once is enough."""
    begun = RequestDispatcher.set_default_callbacks
    if getattr(begun, 'limited', False):
        return

    @wraps(begun)
    def set_default_callbacks(self, req):
        begun(self, req)
        if self.env.is_enabled(RequestLimits):
            RequestLimits(self.env).limit(req)
    set_default_callbacks.limited = True
    RequestDispatcher.set_default_callbacks = set_default_callbacks
