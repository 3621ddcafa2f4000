# -*- coding: utf-8 -*-
"""`GET /learning/state/<ticket>`: what an open page asks until it is final."""

import json
import re

from trac.core import Component, implements
from trac.web.api import IRequestHandler, RequestDone
from trac.web.chrome import Chrome

from learning import access
from learning.attempt import Attempts
from learning.errors import NotForYou
from learning.panel import view


class StateHandler(Component):
    """Tells a learner's page how its attempts stand."""

    implements(IRequestHandler)

    # IRequestHandler methods

    def match_request(self, req):
        match = re.match(r'/learning/state/(\d{1,10})$', req.path_info)
        if match:
            req.environ['learning.ticket'] = int(match.group(1))
            return True

    def process_request(self, req):
        ticket = req.environ['learning.ticket']
        try:
            question, account = access.answerable(self.env, req, ticket)
        except NotForYou as e:
            self._send(req, 404, {'message': unicode(e)})
        rows = Attempts(self.env).of(ticket, account.sub)
        panel = view.attempts(req, rows, len(question.rubric))
        tag = view.etag(panel)
        if req.get_header('If-None-Match') == tag:
            req.send_response(304)
            req.send_header('ETag', tag)
            req.send_header('Content-Length', 0)
            req.end_headers()
            raise RequestDone
        req.send_header('ETag', tag)
        self._send(req, 200, self._answer(req, panel))

    # Internal methods

    def _answer(self, req, panel):
        current = panel['current']
        html = Chrome(self.env).render_fragment(
            req, 'learning_attempts.html', {'learning': panel})
        return {'final': panel['final'],
                'phase': current and current['phase'],
                'status': current and current['title'] or '',
                'html': unicode(html)}

    def _send(self, req, status, answer):
        req.send(json.dumps(answer).encode('utf-8'), 'application/json',
                 status)
