# -*- coding: utf-8 -*-
"""Takes an answer: `POST /learning/answer/<ticket>`.

The ticket's own form is not used: an answer is no change to the ticket, and
would collide with the comments of others.
"""

import re
import uuid

from trac.core import Component, implements
from trac.web.api import IRequestHandler
from trac.web.chrome import Chrome

from learning import text
from learning.answers import view
from learning.answers.attempt import Attempts
from learning.errors import (InvalidInput, NoAttemptsLeft, NoQuestion,
                             QuestionChanged, QuestionClosed, TooSoon)
from learning.pages.navigation import add_styles
from learning.paths.lesson import refuse_copy
from learning.questions import access
from learning.sync import publisher
from learning.tickets.ticket_page import render_ticket
from learning.translation import TEMPLATE_DOMAIN, _
from learning.web import form


class AnswerHandler(Component):
    """Receives learners' answers."""

    implements(IRequestHandler)

    # IRequestHandler methods

    def match_request(self, req):
        return form.match_ticket(req, 'answer')

    def process_request(self, req):
        ticket = req.environ['learning.ticket']
        if req.method != 'POST':
            req.redirect(req.href.ticket(ticket))
        answer = text.normalize_newlines(req.args.getfirst('answer', ''))
        try:
            question, account = access.answerable(self.env, req, ticket)
            access.require_open(self.env, ticket)
            require_current(question, req.args.getfirst('revision', ''))
            text.check_text(answer, _("Your answer"), view.MAX_ANSWER_CHARS,
                            empty=_("Please write an answer first."))
            refuse_copy(self.env, ticket, account.sub, answer)
            self._take(req, ticket, account, answer)
        except NoQuestion as e:
            refuse_answer(self.env, req, ticket, answer, e)
        except (QuestionClosed, QuestionChanged, NoAttemptsLeft, TooSoon,
                InvalidInput) as e:
            self._show_again(req, ticket, answer, e)
        req.redirect(req.href.ticket(ticket) + '#learning-result')

    # Internal methods

    def _take(self, req, ticket, account, answer):
        _attempt, message = Attempts(self.env).submit(
            ticket, account, answer, event_id(req.args.getfirst('event_id')))
        if message:
            publisher.publish_by_relay(self.env, message)

    def _show_again(self, req, ticket, answer, error):
        """The ticket's page, with what was written and what to do."""
        if isinstance(error, TooSoon):
            req.send_header('Retry-After', error.seconds)
        req.environ[view.RETURNED] = view.Returned(
            text.strip_unstorable(answer), unicode(error), None)
        req.send(render_ticket(self.env, req, ticket), 'text/html',
                 error.status)


def refuse_answer(env, req, ticket, answer, error):
    """What was written, where there is nothing to answer."""
    data = {'ticket_id': ticket, 'error': error,
            'kept': text.strip_unstorable(answer)}
    add_styles(req)
    page = Chrome(env).render_template(
        req, 'learning_answer.html', data,
        {'iterable': False, 'domain': TEMPLATE_DOMAIN})
    req.send(page, 'text/html', error.status)


def require_current(question, shown):
    """The question is found from the ticket; what the form showed is told
    only so that nobody answers one that they have not seen.

    :param shown: the revision, as the form sends it; a form without any is
        believed.
    :raises QuestionChanged: and says what to do.
    """
    if re.match(r'\d{1,9}\Z', shown) and int(shown) < question.revision:
        raise QuestionChanged(_(
            "The question was changed after you opened it, and nothing was "
            "sent. It stands below as it is now, with your text: please look "
            "whether it still answers it, and send it again."))


def event_id(sent):
    """The form's own id, or '' when it is none."""
    try:
        return str(uuid.UUID(sent or ''))
    except ValueError:
        return ''
