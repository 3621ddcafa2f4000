# -*- coding: utf-8 -*-
"""`POST /learning/dispute/<ticket>`: this question makes no sense."""

from trac.core import Component, implements
from trac.web.api import IRequestHandler
from trac.web.chrome import add_notice, add_warning

from learning import text
from learning.errors import InvalidInput, NoQuestion, QuestionClosed
from learning.generated_questions.dispute import Disputes
from learning.questions import access
from learning.sync import publisher
from learning.translation import _
from learning.web import form


class DisputeHandler(Component):
    """Receives what learners say of generated questions."""

    implements(IRequestHandler)

    # IRequestHandler methods

    def match_request(self, req):
        return form.match_ticket(req, 'dispute')

    def process_request(self, req):
        ticket = req.environ['learning.ticket']
        if req.method == 'POST':
            try:
                self._take(req, ticket)
            except (QuestionClosed, NoQuestion, InvalidInput) as e:
                add_warning(req, e)
        req.redirect(req.href.ticket(ticket) + '#learning')

    # Internal methods

    def _take(self, req, ticket):
        question, account = access.answerable(self.env, req, ticket)
        access.require_open(self.env, ticket)
        message = Disputes(self.env).submit(
            question, account,
            text.normalize_newlines(req.args.getfirst('note', '')))
        if message:
            publisher.publish_by_relay(self.env, message)
        add_notice(req, _("Authors are told, and this step is skipped. "
                          "Answer it to take it up again."))
