# -*- coding: utf-8 -*-
"""`POST /learning/material/upload`: the form for browsers without JavaScript.

The files come to Trac here, which sends them on to S3 as a browser would.
"""

import requests

from trac.core import Component, implements
from trac.util.text import exception_to_unicode, pretty_size
from trac.web.api import IRequestHandler
from trac.web.chrome import add_notice, add_warning

from learning.errors import GatewayError
from learning.gateway import person
from learning.material import content, upload_file
from learning.material.content import Content
from learning.text import is_uuid
from learning.translation import _
from learning.web import body
from learning.web.request_limits import RequestLimits

#: Bytes of the form around its files.
FORM_OVERHEAD_BYTES = 1 << 16


class Uploads(Component):
    """Takes files through a form."""

    implements(IRequestHandler)

    # IRequestHandler methods

    def match_request(self, req):
        if req.path_info != '/learning/material/upload':
            return False
        if req.method == 'POST':
            # Before Trac looks for the form's token in it.
            whole = req.callbacks['arg_list']
            req.callbacks['arg_list'] = lambda req: self._checked(req, whole)
        return True

    def process_request(self, req):
        req.perm.require('LEARNING_AUTHOR')
        if req.method == 'POST':
            self._take(req)
        req.redirect(req.href.learning('material', replaced_document(req)))

    # Internal methods

    def _checked(self, req, whole):
        """The arguments of the form, if it is to be read at all."""
        req.perm.require('LEARNING_AUTHOR')
        largest = RequestLimits(self.env).upload_max_size
        body.narrow_body(req, largest + FORM_OVERHEAD_BYTES,
                         too_large_message(largest))
        return whole(req)

    def _take(self, req):
        files = chosen_files(req)
        for described, _file in files:
            if not described['size']:
                add_warning(req, _("%(name)s is empty.",
                                   name=described['name']))
        if not files:
            add_warning(req, _("Please choose a file first."))
        elif len(files) > content.MAX_FILES:
            add_warning(req, _("Only the first %(number)s files were taken.",
                               number=content.MAX_FILES))
        files = [one for one in files[:content.MAX_FILES] if one[0]['size']]
        if files:
            self._upload(req, files)

    def _upload(self, req, files):
        try:
            grants = Content(self.env, req).grant(
                [described for described, _f in files])
        except GatewayError as e:
            self.log.warning("No leave to upload: %s", exception_to_unicode(e))
            add_warning(req, person.error_message(e))
            return
        for (described, sent), grant in zip(files, grants):
            self._send_on(req, described, sent, grant)

    def _send_on(self, req, described, sent, grant):
        name, said = described['name'], upload_file.refusal_reason(grant)
        if grant.get('state') == 'unchanged':
            add_notice(req, _("%(name)s: %(said)s", name=name, said=said))
        elif said:
            add_warning(req, _("%(name)s: %(said)s", name=name, said=said))
        else:
            try:
                upload_file.send_to_storage(grant, name,
                                            described['type'], sent)
                add_notice(req, _("%(name)s was uploaded.", name=name))
            except requests.RequestException as e:
                self.log.warning("%s was not stored: %s", name,
                                 exception_to_unicode(e))
                add_warning(req, _("%(name)s could not be stored just now. "
                                   "Please try again.", name=name))


def chosen_files(req):
    """[(description, file object)] of the form's files."""
    subject = req.args.getfirst('subject', '').strip()
    files = []
    for field in req.args.getlist('files'):
        if getattr(field, 'filename', None):
            name = field.filename.decode('utf-8', 'replace')
            described = upload_file.describe_file(
                name, field.size, None, None, subject,
                replaced_document(req))
            files.append((described, field.file))
    return files


def replaced_document(req):
    """The document that gets a new revision, or None."""
    ident = req.args.getfirst('document')
    return ident if is_uuid(ident) else None


def too_large_message(largest):
    """What to do about it."""
    return _("Without JavaScript, the files of one form may have %(size)s in "
             "all. Go back and choose fewer or smaller ones; with JavaScript, "
             "each may have %(more)s.", size=pretty_size(largest, '%d'),
             more=pretty_size(content.MAX_FILE_BYTES, '%d'))
