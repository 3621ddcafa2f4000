# -*- coding: utf-8 -*-
"""`POST /learning/appeal/<ticket>`: a learner asks for a second look."""

import re
import uuid

from trac.core import Component, implements
from trac.web.api import IRequestHandler
from trac.web.chrome import Chrome, add_notice

from learning import text
from learning.answers.answer import event_id
from learning.answers.appeal import (DECIDED, MAX_REASON_CHARS, OPEN, PENDING,
                                     REJECTED, SENT, STANDS, WITH_AUTHOR,
                                     Appeals, refusal_of)
from learning.answers.grade_change import percent
from learning.dates import describe_time
from learning.errors import AppealRefused, InvalidInput, NoQuestion
from learning.pages.navigation import add_styles
from learning.questions import access
from learning.sync import publisher
from learning.translation import N_, TEMPLATE_DOMAIN, _, gettext
from learning.web import form

#: By state, or by state and why. Never by colour alone: a symbol stands
#: beside.
SAID = {
    SENT: N_("Your request for a second look is on its way."),
    OPEN: N_("A second grader looks at your answer, without seeing the first "
             "grade."),
    STANDS: N_("A second grader looked, without seeing the first grade. Both "
               "agree: the grade stays at %(percent)s %%."),
    WITH_AUTHOR: N_("An author decides."),
    (WITH_AUTHOR, 'second_differs'): N_(
        "A second grader sees it differently: an author decides."),
    (WITH_AUTHOR, 'no_second_voice'): N_(
        "There is no second grader here: an author decides."),
    DECIDED: N_("An author decided on it."),
    (WITH_AUTHOR, 'author'): N_(
        "An author took the decision back, and decides again."),
    REJECTED: N_("Your request for a second look could not be taken. You can "
                 "send it again."),
    (REJECTED, 'grade_replaced'): N_(
        "Your request was not taken: the grade had changed meanwhile. If the "
        "new one is wrong, too, you can send it again."),
    (REJECTED, 'by_person'): N_(
        "Your request was not taken: a person had set the grade meanwhile."),
    (REJECTED, 'already_appealed'): N_(
        "Your request was not taken: there is one of this grade already."),
}
SYMBOLS = {SENT: u'\u2197', OPEN: u'\u2026', WITH_AUTHOR: u'\u2026',
           STANDS: u'=', DECIDED: u'\u2713', REJECTED: u'!'}


class AppealHandler(Component):
    """Receives learners' appeals."""

    implements(IRequestHandler)

    # IRequestHandler methods

    def match_request(self, req):
        return form.match_ticket(req, 'appeal')

    def process_request(self, req):
        ticket = req.environ['learning.ticket']
        if req.method == 'POST':
            reason = text.normalize_newlines(req.args.getfirst('reason', ''))
            try:
                self._take(req, ticket, reason)
            except (NoQuestion, AppealRefused, InvalidInput) as e:
                self._refuse(req, ticket, reason, e)
        req.redirect(req.href.ticket(ticket) + '#learning-attempts')

    # Internal methods

    def _take(self, req, ticket, reason):
        _question, account = access.answerable(self.env, req, ticket)
        message = Appeals(self.env).submit(
            ticket, account, attempt_number(req), reason,
            event_id(req.args.getfirst('event_id')))
        if message:
            publisher.publish_by_relay(self.env, message)
        add_notice(req, _("Your request was received. How it stands is shown "
                          "below the grade."))

    def _refuse(self, req, ticket, reason, error):
        """The form again, with what was written and what to do."""
        again = isinstance(error, InvalidInput)
        add_styles(req)
        page = Chrome(self.env).render_template(
            req, 'learning_appeal.html', {
                'ticket_id': ticket, 'error': error,
                'kept': text.strip_unstorable(reason),
                'form': describe_form(req, ticket, attempt_number(req))
                if again else None},
            {'iterable': False, 'domain': TEMPLATE_DOMAIN})
        req.send(page, 'text/html', error.status)


def attempt_number(req):
    """The attempt that the form is about, 0 when it is none."""
    sent = req.args.getfirst('attempt', '')
    return int(sent) if re.match(r'\d{1,9}\Z', sent) else 0


def describe_form(req, ticket, number):
    """What the form needs."""
    return {'action': req.href.learning('appeal', ticket), 'attempt': number,
            'event_id': str(uuid.uuid4()), 'longest': MAX_REASON_CHARS,
            'token': req.form_token}


def describe_appeal(req, attempt, known):
    """What a graded attempt says of appeals.

    :param known: its newest `Appeal`, or None.
    :return: {'known': the appeal in words, 'form': or None, 'refusal': why
        there is none, where that needs saying}, or None without a grade.
    """
    if attempt.phase != 'graded':
        return None
    refusal = refusal_of(attempt, known)
    return {'known': known and describe_known(req, attempt, known),
            'refusal': refusal if attempt.person and not known else None,
            'form': None if refusal else describe_form(
                req, attempt.ticket, attempt.attempt)}


def describe_known(req, attempt, known):
    """How an appeal stands, in words."""
    said = SAID.get((known.state, known.why), SAID[known.state])
    return {'state': known.state, 'symbol': SYMBOLS[known.state],
            'said': gettext(said, percent=percent(attempt.score)),
            'reason': known.reason, 'answer': known.answer,
            'pending': known.state in PENDING,
            'since': describe_time(req, known.at)}
