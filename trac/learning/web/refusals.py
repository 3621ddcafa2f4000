# -*- coding: utf-8 -*-
"""What people read where a page is not for them, or is not there: Trac names
permissions and its guide for administrators. Who is not signed in, and who
administers Trac, reads Trac's words.
"""

import sys

from trac.core import Component, implements
from trac.perm import PermissionError
from trac.resource import ResourceNotFound
from trac.util.text import exception_to_unicode
from trac.web.api import HTTPNotFound, IRequestFilter

from learning.auth import replies
from learning.translation import N_, _, gettext

#: What is said in place of a permission's name.
REFUSED = {'LEARNING_VIEW': N_("This page is for learners."),
           'LEARNING_ANSWER': N_("This page is for learners."),
           'LEARNING_AUTHOR': N_("This page is for authors."),
           'LEARNING_OPERATE': N_("This page is for operators.")}
_CLOSED = N_("This is not open to you.")
#: How Trac begins to say that an address is of no page.
_NO_HANDLER = 'No handler matched'


class Refusals(Component):
    """Says in plain words that a page is for others, or is not there."""

    implements(IRequestFilter)

    # IRequestFilter methods

    def pre_process_request(self, req, handler):
        return handler

    def post_process_request(self, req, template, data, metadata):
        """Called without a template while an error is dealt with."""
        error = sys.exc_info()[1] if template is None else None
        found = describe_refusal(error)
        if found and not req.response_started and req.is_authenticated and \
                'TRAC_ADMIN' not in req.perm:
            self.log.warning("%s, %r", exception_to_unicode(error), req)
            status, title, message = found
            replies.send_page(self.env, req, status, 'learning_refused.html',
                              {'title': title, 'message': message})
        return template, data, metadata


def describe_refusal(error):
    """(status, title, message or '') of the page; None for other errors."""
    if isinstance(error, PermissionError):
        return 403, gettext(REFUSED.get(error.action, _CLOSED)), \
            '' if error.action else error.message
    if isinstance(error, (HTTPNotFound, ResourceNotFound)):
        message = error.message
        return 404, _("There is no such page."), \
            '' if unicode(message).startswith(_NO_HANDLER) else message
    return None
