# -*- coding: utf-8 -*-
"""The panel on the ticket page: question, answer box, attempts and grades."""

from trac.core import Component, implements
from trac.util.html import tag
from trac.web.api import IRequestFilter
from trac.web.chrome import (add_ctxtnav, add_notice, add_script,
                             add_stylesheet)

from learning.answers import openings, view
from learning.answers.attempt import Attempts
from learning.answers.grant_form import describe_grants
from learning.answers.hint_view import describe_hints, next_attempt
from learning.answers.learners_answers import describe_learners
from learning.answers.overview import describe_answers
from learning.auth import return_url
from learning.courses.setting import describe_reader
from learning.editor.drafts import Drafts
from learning.generated_questions.dispute import MAX_NOTE_CHARS, is_disputable
from learning.paths.lesson import describe_lesson
from learning.permissions.policy import LearningPolicy
from learning.progress.cards import course_href
from learning.questions import access
from learning.questions.due_date import describe_due
from learning.reviews.view import describe_ticket_review
from learning.tickets import learner_view
from learning.translation import TEMPLATE_DOMAIN, _, tag_


class TicketPanel(Component):
    """Shows the learning panel on tickets that ask a question."""

    implements(IRequestFilter)

    # IRequestFilter methods

    def pre_process_request(self, req, handler):
        return handler

    def post_process_request(self, req, template, data, metadata):
        ticket = data.get('ticket') if template == 'ticket.html' else None
        if ticket is not None and ticket.exists:
            if 'LEARNING_AUTHOR' in req.perm(ticket.resource):
                self._say_draft(req, ticket)
                add_ctxtnav(req, _("Learning question"),
                            req.href.learning('question', ticket.id))
            panel = self._panel(req, ticket)
            if panel:
                add_stylesheet(req, 'learning/css/learning.css')
                add_script(req, 'learning/js/times.js')
                add_script(req, 'learning/js/watch.js')
                add_script(req, 'learning/js/panel.js')
                add_script(req, 'learning/js/draft.js')
                add_script(req, 'learning/js/answer_form.js')
                add_script(req, 'learning/js/hints.js')
                add_script(req, 'learning/js/passage.js')
                data['learning'] = panel
                template = 'learning_ticket.html'
                metadata['domain'] = TEMPLATE_DOMAIN
        return template, data, metadata

    # Internal methods

    def _panel(self, req, ticket):
        if 'LEARNING_VIEW' not in req.perm(ticket.resource):
            return None
        question = learner_view.question_of(self.env, req, ticket.id)
        account = learner_view.account_of(self.env, req)
        if question is None:
            return None
        panel = view.describe_form(req, ticket.id, question)
        locked = LearningPolicy(self.env).is_locked(ticket.id, req.authname,
                                                    req.perm)
        panel.update(place=learner_view.place_for(req), can_answer=False,
                     viewed=learner_view.describe_view(req, ticket.id),
                     closed=False, state=None,
                     due=describe_due(req, question.due_at),
                     review=None, grants=None, learners=None,
                     course=question.course,
                     course_href=course_href(req, question.course),
                     locked=locked, sign_in=return_url.login_url(
                         req, return_url.current_url(req)))
        panel.update(view.describe_attempts(req, []))
        if account and access.may_answer(question, account):
            closed = access.is_closed(ticket)
            panel['review'] = describe_ticket_review(
                self.env, req, ticket.id, account.sub)
            panel.update(describe_answers(self.env, req, question, account,
                                          closed))
            if panel['current'] and not panel['returned'] and \
                    not (panel['review'] and panel['review']['due']):
                panel['kept'] = panel['current']['answer']
            if panel['current'] and panel['due'] and panel['due']['past']:
                panel['due'] = None     # it was answered
            if 'LEARNING_ANSWER' in req.perm(ticket.resource):
                if not (closed or panel['viewed']) and req.method == 'GET':
                    openings.begin_opening(self.env, ticket.id, account.sub)
                panel.update(can_answer=not closed and panel['left'] != 0,
                             closed=closed, state=req.href.learning(
                                 'state', ticket.id))
                panel['reader'] = describe_reader(self.env, question.course)
                panel['hints'] = panel['returned'] and \
                    panel['returned'].hints or describe_hints(
                        self.env, req, question, account.sub,
                        next_attempt(self.env, ticket.id, account.sub))
                if not closed and is_disputable(self.env, question, account):
                    panel['dispute'] = self._dispute(req, question, account)
        if 'LEARNING_AUTHOR' in req.perm(ticket.resource):
            panel['grants'] = describe_grants(self.env, req, question)
            panel['learners'] = describe_learners(self.env, req, ticket.id)
        panel['lesson'] = describe_lesson(
            self.env, req, ticket.id, question.learner, panel['can_answer'])
        return panel

    def _say_draft(self, req, ticket):
        draft = Drafts(self.env).get(ticket.id)
        if draft is None:
            return
        words = {'edit': tag.a(_("Open the draft"), href=req.href.learning(
            'question', ticket.id))}
        if draft.question.revision:
            add_notice(req, tag_("The question below has a draft of its next "
                                 "version. %(edit)s", **words))
        else:
            add_notice(req, tag_("The question of this ticket is a draft: "
                                 "learners do not see the ticket. %(edit)s",
                                 **words))

    def _dispute(self, req, question, account):
        disputed = Attempts(self.env).disputed(account.sub)
        return {'open': question.ticket in disputed,
                'longest': MAX_NOTE_CHARS,
                'action': req.href.learning('dispute', question.ticket)}
