# -*- coding: utf-8 -*-
"""`GET /learning/state/<ticket>`: what an open page asks until it is final."""

import re

from trac.core import Component, implements
from trac.ticket.model import Ticket
from trac.web.api import IRequestHandler
from trac.web.chrome import Chrome

from learning.answers import view
from learning.answers.overview import describe_answers
from learning.errors import NoQuestion
from learning.permissions.policy import LearningPolicy
from learning.questions import access
from learning.tickets.head import TicketHead
from learning.translation import TEMPLATE_DOMAIN
from learning.web import json_reply


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
        except NoQuestion as e:
            json_reply.send(req, 404, {'message': unicode(e)})
        model = Ticket(self.env, ticket)
        panel = describe_answers(self.env, req, question, account,
                                 access.is_closed(model))
        json_reply.unless_known(req, view.etag_of(panel))
        locked = LearningPolicy(self.env).is_locked(ticket, req.authname,
                                                    req.perm)
        json_reply.send(req, 200, dict(
            self._answer(req, panel), standing=TicketHead(self.env).standing(
                req, model, question, locked)))

    # Internal methods

    def _answer(self, req, panel):
        current = panel['current']
        return {'final': panel['final'],
                'awaited': bool(current and current['awaited']),
                'well': bool(current and current['well']),
                'phase': current and current['phase'],
                'status': current and current['status'] or '',
                'revision': panel['revision'],
                'html': self._part(req, 'learning_attempts.html', panel),
                'history': self._part(req, 'learning_history.html', panel)}

    def _part(self, req, template, panel):
        return unicode(Chrome(self.env).render_fragment(
            req, template, {'learning': panel}, domain=TEMPLATE_DOMAIN))
