# -*- coding: utf-8 -*-
"""Explains an item of a grade: `POST /learning/explain/<ticket>`.

The page comes again with the explanation below the item; a script gets what
stands there alone.
"""

from trac.core import Component, implements
from trac.web.api import IRequestHandler
from trac.web.chrome import Chrome, add_notice, add_warning

from learning.answers import view
from learning.answers.attempt import Attempts
from learning.answers.hint import say_hint
from learning.answers.hint_form import refused
from learning.answers.hint_request import FAILED, WAITING, HintRequests
from learning.answers.hint_view import describe_explanation
from learning.errors import GatewayError, HintRefused, NoQuestion
from learning.questions import access
from learning.translation import TEMPLATE_DOMAIN, _
from learning.web import form, json_reply


class ExplanationHandler(Component):
    """Asks why an item of a learner's own grade is as it is."""

    implements(IRequestHandler)

    # IRequestHandler methods

    def match_request(self, req):
        return form.match_ticket(req, 'explain')

    def process_request(self, req):
        ticket, error = req.environ['learning.ticket'], None
        back = req.href.ticket(ticket) + '#learning-attempts'
        if req.method != 'POST':
            req.redirect(back)
        try:
            item, reply = self._ask(req, ticket)
        except (HintRefused, NoQuestion) as e:
            error = e
        if json_reply.is_wanted(req):
            if error:
                json_reply.send(req, error.status,
                                {'message': unicode(error)})
            self._send_part(req, item, reply)
        if error:
            add_warning(req, error)
        elif reply.state == WAITING:
            add_notice(req, _("The explanation is being written. Ask again "
                              "in a moment."))
        elif reply.state == FAILED:
            add_warning(req, _("This could not be explained."))
        req.redirect(back)

    # Internal methods

    def _ask(self, req, ticket):
        """(the item as the page says it, `Reply`)."""
        account = access.answerable(self.env, req, ticket)[1]
        attempt = Attempts(self.env).get(
            ticket, account.sub, req.args.getint('attempt', 0))
        described = view.describe_attempt(req, attempt, newest=True)['items'] \
            if attempt else ()
        wanted = req.args.getfirst('item', '')
        for item in described:
            if item['id'] == wanted:
                break
        else:
            raise HintRefused(_("This answer has no such point. Reload the "
                                "page."), 404)
        try:
            reply = HintRequests(
                self.env, req, ticket, account.sub).explanation(
                    attempt.attempt, wanted, req.args.getfirst('hint', ''))
        except GatewayError as e:
            raise refused(self, ticket, e)
        item['explain'] = describe_explanation(
            req, ticket, attempt.attempt, wanted, say_hint(reply),
            reply.hint if reply.state == WAITING else '')
        return item, reply

    def _send_part(self, req, item, reply):
        html = Chrome(self.env).render_fragment(
            req, 'learning_explain.html', {'i': item},
            domain=TEMPLATE_DOMAIN)
        json_reply.send(req, 200, {
            'state': reply.state, 'text': say_hint(reply),
            'html': unicode(html)})
