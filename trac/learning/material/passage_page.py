# -*- coding: utf-8 -*-
"""`/learning/passage/<document>/<passage>`: one passage of the material, for
every learner. Steps of paths and the sources of grades lead here.
"""

import re

from trac.resource import ResourceNotFound
from trac.util.text import exception_to_unicode
from trac.web.api import HTTPServiceUnavailable

from learning.errors import GatewayError
from learning.gateway import person
from learning.material.content import Content
from learning.material.document_page import describe_chunk
from learning.pages.navigation import LearningPage, add_layout
from learning.translation import _


class PassagePage(LearningPage):
    """Shows a learner one passage, and the way to those around it."""

    # IRequestHandler methods

    def match_request(self, req):
        match = re.match(r'/learning/passage/([0-9a-f-]{36})/([\w-]{1,100})$',
                         req.path_info)
        if match:
            req.environ['learning.passage'] = match.groups()
            return True

    def process_request(self, req):
        req.perm.require('LEARNING_VIEW')
        document, ident = req.environ['learning.passage']
        add_layout(req, None)
        passage = self._read(req, document, ident)
        return 'learning_passage.html', {
            'document': document, 'passage': describe_chunk(passage),
            'title': passage.get('title') or passage['name'],
            'name': passage['name'], 'wiki': passage.get('origin') == 'wiki',
            'previous': passage.get('previous'),
            'next': passage.get('next')}, {}

    # Internal methods

    def _read(self, req, document, ident):
        try:
            return Content(self.env, req).passage(document, ident)
        except GatewayError as e:
            self.env.log.warning("Passage %s of %s: %s", ident, document,
                                 exception_to_unicode(e))
            if e.status == 404:
                raise ResourceNotFound(person.error_message(e),
                                       _("No longer in the material"))
            raise HTTPServiceUnavailable(person.error_message(e))
