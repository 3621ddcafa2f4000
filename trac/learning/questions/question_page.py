# -*- coding: utf-8 -*-
"""The author's form: `/learning/question/<ticket>`."""

from trac.core import Component, implements
from trac.resource import ResourceNotFound
from trac.web.api import IRequestHandler
from trac.web.chrome import Chrome, add_notice, add_stylesheet, add_warning

from learning.desk.ruling import Rulings
from learning.desk.trial import try_question
from learning.errors import InvalidInput
from learning.questions import access, draft, release
from learning.questions.course_names import course_names
from learning.questions.due import split_due
from learning.questions.proposal import propose_rubric
from learning.questions.question import Questions
from learning.questions.rules import typed_as
from learning.sync import publisher
from learning.translation import TEMPLATE_DOMAIN, _
from learning.users.account import Accounts
from learning.web import form


class QuestionForm(Component):
    """Lets an author put a question on a ticket, try it and change it."""

    implements(IRequestHandler)

    # IRequestHandler methods

    def match_request(self, req):
        return form.match_ticket(req, 'question')

    def process_request(self, req):
        ticket = req.environ['learning.ticket']
        resource = access.visible(self.env, req, ticket)
        if resource is None:
            raise ResourceNotFound(_("Ticket %(id)s does not exist.",
                                     id=ticket))
        req.perm(resource).require('LEARNING_AUTHOR')
        if req.method != 'POST':
            return self._page(req, self._propose(req, self._stored(ticket)))
        typed = draft.read_form(req.args, ticket)
        try:
            trial = self._take(req, typed)
        except InvalidInput as e:
            add_warning(req, e)
            page = Chrome(self.env).render_template(
                req, *self._page(req, self._propose(req, typed)))
            req.send(page, 'text/html', 400)
        if trial:
            return self._page(req, typed, trial)
        req.redirect(req.href.ticket(ticket) + '#learning')

    # Internal methods

    def _stored(self, ticket):
        question = Questions(self.env).get(ticket)
        if question is None:
            return typed_as(draft.blank_question(ticket))
        owner = Accounts(self.env).of_sub(question.learner)
        return typed_as(question)._replace(
            learner=owner.username if owner else '')

    def _propose(self, req, question):
        """With points from its reference, where it has none."""
        if question.rubric or not question.reference.strip():
            return question
        add_warning(req, _(
            "The question has no points by which it is graded. Below are "
            "some, made from the reference: please change them as you like, "
            "name them, and save."))
        return question._replace(rubric=propose_rubric(question.reference))

    def _take(self, req, typed):
        """Save what was typed, unless it is to be tried or looked at first.

        :return: the trial that the page has to show, or None.
        """
        account = Accounts(self.env).of_user(req.authname)
        if account is None:
            raise InvalidInput(_(
                "Your session has ended. Sign in in another tab and save "
                "again; your text is kept below."))
        question = draft.check_draft(self.env, typed, req.authname)
        if 'try' in req.args:
            trial = try_question(self.env, req, question)
        else:
            trial = release.find_moved_grades(self.env, req, question)
            if not trial:
                return self._save(req, question, account)
            add_warning(req, release.describe_moves(trial))
        return dict(trial, seen=release.fingerprint_of(question))

    def _save(self, req, question, account):
        order = None
        with self.env.db_transaction:
            message = Questions(self.env).save(question, account.sub,
                                               account.groups)
            if 'regrade' in req.args:
                order = Rulings(self.env).order_regrades(
                    account, question.ticket, 'rubric',
                    message.data['revision'])
        publisher.publish_question(self.env, req, message)
        add_notice(req, _("The question was saved (revision %(revision)s).",
                          revision=message.data['revision']))
        if order:
            publisher.publish_by_relay(self.env, order)
            add_notice(req, _("Earlier answers are graded again one by one; "
                              "a person's grades stay."))

    def _page(self, req, question, trial=None):
        add_stylesheet(req, 'learning/css/learning.css')
        items = min(draft.MAX_ITEMS, len(question.rubric) + draft.SPARE_ITEMS)
        sources = min(draft.MAX_SOURCES,
                      len(question.sources) + draft.SPARE_SOURCES)
        return 'learning_question.html', {
            'q': question, 'limits': draft, 'trial': trial,
            'answered': release.count_graded(self.env, question.ticket),
            'regrade': 'regrade' in req.args,
            'courses': course_names(self.env),
            'due': split_due(question.due_at, req.tz),
            'items': padded(question.rubric, items),
            'sources': padded(question.sources, sources)}, {
                'iterable': False, 'domain': TEMPLATE_DOMAIN}


def padded(lines, count):
    """The lines and empty ones after them."""
    return lines + [{}] * (count - len(lines))
