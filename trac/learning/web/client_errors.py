# -*- coding: utf-8 -*-
"""What a client's arguments break is the client's error: 400, not 500.

Trac answers 500 to a comment's number that does not exist and to a time that
is no number. Its messages for people, too, come as internal errors.
"""

import sys

from trac.config import ConfigurationError
from trac.core import Component, TracError, implements
from trac.resource import ResourceNotFound
from trac.util.text import exception_to_unicode
from trac.web.api import HTTPBadRequest, IRequestFilter, RequestDone
from trac.web.main import _send_user_error

from learning.translation import _

_HANDLER = 'learning.handler'
#: Trac's own pages were tried by many: there, these come from an argument.
_PACKAGES = ('trac', 'tracopt')
_UNREADABLE = (ArithmeticError, AttributeError, LookupError, TypeError,
               ValueError)
_NOT_THE_CLIENTS = (ConfigurationError, NotImplementedError,
                    ResourceNotFound)


class ClientErrors(Component):
    """Answers in words when arguments make no sense."""

    implements(IRequestFilter)

    # IRequestFilter methods

    def pre_process_request(self, req, handler):
        if type(handler).__module__.split('.')[0] in _PACKAGES:
            req.environ[_HANDLER] = handler
        return handler

    def post_process_request(self, req, template, data, metadata):
        """Called without a template while an error is dealt with."""
        error = sys.exc_info()[1] if template is None else None
        if error is not None and _HANDLER in req.environ and \
                not req.response_started:
            self._answer(req, error)
        return template, data, metadata

    # Internal methods

    def _answer(self, req, error):
        if isinstance(error, _NOT_THE_CLIENTS):
            return
        if isinstance(error, TracError):
            self._refuse(req, error)
        unreadable = _UNREADABLE + (self.env.db_exc.DataError,)
        if isinstance(error, unreadable) and \
                (req.query_string or req.method == 'POST'):
            self.log.error("Arguments could not be read: %r%s", req,
                           exception_to_unicode(error, traceback=True))
            self._refuse(req, _(
                "Something in this address or form makes no sense here. Go "
                "back, load the page again and try it from there."))

    def _refuse(self, req, message):
        _send_user_error(req, self.env, HTTPBadRequest(message))
        raise RequestDone
