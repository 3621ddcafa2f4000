# -*- coding: utf-8 -*-
"""`POST /learning/material/grant`: a browser asks where it may upload to.

The answer lets it send each file straight to S3.
"""

import cgi

from trac.core import Component, implements
from trac.util.text import exception_to_unicode
from trac.web.api import HTTPRequestEntityTooLarge, IRequestHandler

from learning.errors import GatewayError, InvalidInput
from learning.gateway import person
from learning.material import content, upload_file
from learning.material.content import Content
from learning.translation import _
from learning.web import body, json_reply

#: Bytes of a request about as many files as one may ask about.
MAX_BODY_BYTES = 500000


class GrantHandler(Component):
    """Asks the gateway for leave, as the author."""

    implements(IRequestHandler)

    # IRequestHandler methods

    def match_request(self, req):
        return req.path_info == '/learning/material/grant'

    def process_request(self, req):
        req.perm.require('LEARNING_AUTHOR')
        try:
            files = requested_files(req)
        except InvalidInput as e:
            json_reply.send(req, 400, {'message': unicode(e)})
        except HTTPRequestEntityTooLarge as e:
            json_reply.send(req, 413, {'message': e.message})
        try:
            grants = Content(self.env, req).grant(files)
        except GatewayError as e:
            self.log.warning("No leave to upload: %s", exception_to_unicode(e))
            json_reply.send(req, min(e.status or 503, 503),
                            {'message': person.error_message(e)})
        json_reply.send(req, 200, {'grants': [
            dict(grant, reason=upload_file.refusal_reason(grant))
            for grant in grants]})


def requested_files(req):
    """The files that the body names.

    :raises InvalidInput: when there is something wrong with it.
    """
    ctype = cgi.parse_header(req.get_header('Content-Type') or '')[0]
    if req.method != 'POST' or ctype != 'application/json':
        raise InvalidInput(_("Send the names of the files as JSON."))
    body.narrow_body(req, MAX_BODY_BYTES,
                     _("These are too many files at once."))
    said = body.read_json(req)
    try:
        files = [describe_file(**one) for one in said['files']]
    except (KeyError, TypeError):
        raise InvalidInput(_("Send the names of the files as JSON."))
    if not 0 < len(files) <= content.MAX_FILES:
        raise InvalidInput(_("These are too many files at once."))
    return files


def describe_file(name, size, type=None, sha256=None, subject=None,
                  document=None):
    """A file as the gateway is asked about it."""
    if not isinstance(size, (int, long)):
        raise TypeError(size)
    return upload_file.describe_file(name + '', size, type, sha256, subject,
                                     document)
