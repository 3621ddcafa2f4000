# -*- coding: utf-8 -*-
"""How much of a request is read: decided here for every page of Trac.

Trac parses a form before it asks who sent it, some handlers in
`match_request` already. So the limit stands where a request begins, whatever
its encoding and whichever server took it. Trac has no extension point there:
the method concerned is wrapped, once in a process and only when an environment
with this plugin enabled is opened. It does nothing in any other.
"""

from functools import wraps

from trac.attachment import AttachmentModule
from trac.config import IntOption
from trac.web.main import RequestDispatcher

from learning.participant import Participant
from learning.web import form
from learning.web.body import Body

#: Bytes of a form where Trac limits attachments by nothing.
UNLIMITED_BYTES = 1 << 40


class RequestLimits(Participant):
    """Refuses what is larger than any form of Trac, before it is parsed."""

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

    # Public methods

    def limit(self, req):
        """Nobody reads more of this request than a form may have."""
        most = self.form_max_size
        if (req.get_header('Content-Type') or '').startswith('multipart/'):
            most += self._files()
        req.environ['wsgi.input'] = Body(req.environ, most)
        req.environ['learning.limits'] = self
        req.callbacks['arg_list'] = form.read_arg_list

    # Internal methods

    def _files(self):
        attached = AttachmentModule(self.env).max_size
        return UNLIMITED_BYTES if attached < 0 else \
            max(attached, self.upload_max_size)


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
