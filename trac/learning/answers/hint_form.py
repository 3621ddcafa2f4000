# -*- coding: utf-8 -*-
"""Gives a hint: `POST /learning/hint/<ticket>`, from the answer's own form.

Nothing is handed in by that. The ticket's page comes again with the hint and
the draft; a script gets the hint alone.
"""

import re

from trac.core import Component, implements
from trac.util.text import exception_to_unicode
from trac.web.api import IRequestHandler
from trac.web.chrome import Chrome

from learning import text
from learning.answers import view
from learning.answers.answer import refuse_answer
from learning.answers.attempt_limit import require_attempt
from learning.answers.hint import say_hint
from learning.answers.hint_request import MAX_STEP, HintRequests
from learning.answers.hint_view import describe_hints, next_attempt
from learning.errors import (GatewayError, HintRefused, InvalidInput,
                             NoAttemptsLeft, NoQuestion, QuestionClosed)
from learning.gateway import person
from learning.questions import access
from learning.tickets.ticket_page import render_ticket
from learning.translation import TEMPLATE_DOMAIN, _
from learning.web import form, json_reply


class HintHandler(Component):
    """Asks for a learner's hint."""

    implements(IRequestHandler)

    # IRequestHandler methods

    def match_request(self, req):
        return form.match_ticket(req, 'hint')

    def process_request(self, req):
        ticket = req.environ['learning.ticket']
        if req.method != 'POST':
            req.redirect(req.href.ticket(ticket))
        draft = text.normalize_newlines(req.args.getfirst('answer', ''))
        data = {'error': None, 'reply': None, 'hints': None}
        try:
            self._ask(req, ticket, draft, data)
        except (HintRefused, InvalidInput, NoAttemptsLeft, NoQuestion,
                QuestionClosed) as e:
            data['error'] = e
        if json_reply.is_wanted(req):
            self._send_part(req, data)
        self._show_again(req, ticket, draft, data)

    # Internal methods

    def _ask(self, req, ticket, draft, data):
        question, account = access.answerable(self.env, req, ticket)
        access.require_open(self.env, ticket)
        require_attempt(self.env, question, account.sub)
        text.check_text(draft, _("Your answer"), view.MAX_ANSWER_CHARS)
        attempt = next_attempt(self.env, ticket, account.sub)
        try:
            data['reply'] = HintRequests(
                self.env, req, ticket, account.sub).hint(
                    attempt, sent_step(req), draft,
                    req.args.getfirst('hint', ''))
        except GatewayError as e:
            data['error'] = refused(self, ticket, e)
        data['hints'] = describe_hints(self.env, req, question, account.sub,
                                       attempt, data['reply'])

    def _show_again(self, req, ticket, draft, data):
        """The ticket's page, with the draft; where there is no ticket to be
        seen, what was written."""
        error = data['error']
        if isinstance(error, NoQuestion):
            refuse_answer(self.env, req, ticket, draft, error)
        req.environ[view.RETURNED] = view.Returned(
            text.strip_unstorable(draft), unicode(error or ''), data['hints'])
        req.send(render_ticket(self.env, req, ticket), 'text/html',
                 error.status if error else 200)

    def _send_part(self, req, data):
        error, reply = data['error'], data['reply']
        if error:
            json_reply.send(req, error.status, {'message': unicode(error)})
        html = Chrome(self.env).render_fragment(
            req, 'learning_hints.html', {'learning': data},
            domain=TEMPLATE_DOMAIN)
        json_reply.send(req, 200, {
            'state': reply.state, 'text': say_hint(reply),
            'html': unicode(html)})


def sent_step(req):
    """That of the button, within what there is."""
    sent = req.args.getfirst('step', '')
    number = int(sent) if re.match(r'\d{1,9}\Z', sent) else 1
    return min(max(number, 1), MAX_STEP)


def refused(component, ticket, error):
    """A `HintRefused` in words for learners."""
    component.log.warning("Hint for #%s: %s", ticket,
                          exception_to_unicode(error))
    return HintRefused(person.error_message(error), error.status or 503)
