# -*- coding: utf-8 -*-
"""The head of a ticket with a question: what it is called, of which course it
is, how it stands with its reader, and when it is due.

Authors have Trac's own box below it, folded, and its forms as they are. For
others the form is one to ask or comment; answers have a place of their own.
"""

from trac.core import Component, implements
from trac.web.api import IRequestFilter

from learning.answers.attempt import Attempts
from learning.answers.counting import counting_of
from learning.answers.grade_change import percent
from learning.answers.learners_answers import learners_of
from learning.answers.view import WAITING
from learning.paths.step_states import MASTERED_SCORE
from learning.permissions.policy import LearningPolicy
from learning.progress.cards import course_href
from learning.questions.due_date import describe_due, is_late
from learning.tickets import learner_view, older_grades
from learning.tickets.learning_ticket import (ANSWERED, CLOSED, OPEN, PASSED,
                                              STATE_WORDS)
from learning.tickets.page_layout import BOX, lay_out
from learning.tickets.state import count_passed, state_of_score
from learning.tickets.workflow import status_of
from learning.translation import TEMPLATE_DOMAIN, N_, _, gettext, ngettext

#: Never by colour alone: a symbol and a word.
SYMBOLS = {OPEN: u'\u25cb', ANSWERED: u'\u25d0', PASSED: u'\u2713',
           CLOSED: u'\u25a0'}
#: Of a state as a reader has it who did nothing yet.
UNTOUCHED = N_("not answered yet")


class TicketHead(Component):
    """Shows the head on tickets that ask a question."""

    implements(IRequestFilter)

    # IRequestFilter methods

    def pre_process_request(self, req, handler):
        return handler

    def post_process_request(self, req, template, data, metadata):
        ticket = (data or {}).get('ticket')
        if template not in PAGES or ticket is None or not ticket.exists or \
                data.get('version') is not None:
            return template, data, metadata
        question = learner_view.question_of(self.env, req, ticket.id)
        if question and 'LEARNING_VIEW' in req.perm(ticket.resource):
            data['learning_head'] = self._describe(req, ticket, question,
                                                   data)
            if template == PREVIEW:
                template = 'learning_ticket_preview.html'
                metadata['domain'] = TEMPLATE_DOMAIN
        return template, data, metadata

    # Public API

    def standing(self, req, ticket, question, locked):
        """{state, symbol, word}: a learner's own, or what learners did.

        :param locked: whether who looks is held to answering and commenting.
        """
        if status_of(ticket) == CLOSED:
            return describe_state(CLOSED)
        account = learner_view.account_of(self.env, req)
        if locked and account:
            return self._own_standing(ticket.id, account.sub, question)
        if question.learner:
            return self._own_standing(ticket.id, question.learner, question)
        answered = len(learners_of(self.env, ticket.id))
        word = ngettext("%(num)s answered", "%(num)s answered", answered)
        if answered:
            word = _("%(answered)s, %(passed)s passed", answered=word,
                     passed=count_passed(self.env, ticket.id))
        return describe_state(OPEN, word)

    # Internal methods

    def _describe(self, req, ticket, question, data):
        locked = LearningPolicy(self.env).is_locked(ticket.id, req.authname,
                                                    req.perm)
        data['changes'], older = older_grades.fold_grades(
            self.env, req, ticket.id, question.learner, data['changes'])
        return {
            'course': question.course,
            'course_href': course_href(req, question.course),
            'summary': ticket['summary'], 'id': ticket.id,
            'description': ticket['description'],
            'standing': self.standing(req, ticket, question, locked),
            'due': describe_due(req, question.due_at), 'older': older,
            'lay_out': lay_out, 'box': None if locked else BOX,
            'comment': {'label': _("Ask or comment"), 'open': bool(
                req.method == 'POST' or 'replyto' in req.args)}
            if locked else None}

    def _own_standing(self, number, sub, question):
        attempts = Attempts(self.env).of(number, sub)
        if not attempts:
            return describe_state(OPEN, gettext(UNTOUCHED))
        counting = counting_of(self.env, number, sub)
        state = state_of_score(self.env, number, sub)
        words = [_("not passed yet") if counting and state != PASSED else
                 gettext(STATE_WORDS[ANSWERED if counting is None
                                     else state])]
        if counting:
            words.append(_(u"%(percent)s\u00a0%%",
                           percent=percent(counting.score)))
        if counting and state != PASSED:
            words.append(_(u"%(percent)s\u00a0%% passes",
                           percent=percent(MASTERED_SCORE)))
        if attempts[0].phase in WAITING:
            words.append(_("a grade is on its way"))
        counted = next((attempt for attempt in attempts if counting and
                        attempt.attempt == counting.attempt), attempts[0])
        if is_late(question.due_at, counted.submitted):
            words.append(_("after the due date"))
        return describe_state(ANSWERED if state == OPEN else state,
                              u', '.join(words))


PREVIEW = 'ticket_preview.html'
PAGES = ('ticket.html', 'learning_ticket.html', PREVIEW)


def describe_state(state, word=None):
    """As a page says it."""
    return {'state': state, 'symbol': SYMBOLS[state],
            'word': word or gettext(STATE_WORDS[state])}
