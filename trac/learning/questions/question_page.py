# -*- coding: utf-8 -*-
"""The author's form: `/learning/question/<ticket>`."""

from trac.core import Component, implements
from trac.resource import ResourceNotFound
from trac.web.api import IRequestHandler
from trac.web.chrome import Chrome, add_notice, add_stylesheet, add_warning

from learning.errors import InvalidInput
from learning.questions import access, draft
from learning.questions.question import Questions
from learning.sync import publisher
from learning.translation import TEMPLATE_DOMAIN, _
from learning.users.account import Accounts
from learning.web import form


class QuestionForm(Component):
    """Lets an author put a question on a ticket and change it."""

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
            return self._page(req, self._stored(ticket))
        typed = draft.read_form(req.args, ticket)
        try:
            self._save(req, typed)
        except InvalidInput as e:
            add_warning(req, e)
            page = Chrome(self.env).render_template(
                req, *self._page(req, typed))
            req.send(page, 'text/html', 400)
        req.redirect(req.href.ticket(ticket) + '#learning')

    # Internal methods

    def _stored(self, ticket):
        question = Questions(self.env).get(ticket)
        if question is None:
            return draft.blank_question(ticket)
        owner = Accounts(self.env).of_sub(question.learner)
        return question._replace(learner=owner.username if owner else '')

    def _save(self, req, typed):
        account = Accounts(self.env).of_user(req.authname)
        if account is None:
            raise InvalidInput(_(
                "Your session has ended. Sign in in another tab and save "
                "again; your text is kept below."))
        question = draft.check_draft(self.env, typed, req.authname)
        message = Questions(self.env).save(question, account.sub,
                                           account.groups)
        publisher.publish_question(self.env, req, message)
        add_notice(req, _("The question was saved (revision %(revision)s).",
                          revision=message.data['revision']))

    def _page(self, req, question):
        add_stylesheet(req, 'learning/css/learning.css')
        items = min(draft.MAX_ITEMS, len(question.rubric) + draft.SPARE_ITEMS)
        sources = min(draft.MAX_SOURCES,
                      len(question.sources) + draft.SPARE_SOURCES)
        return 'learning_question.html', {
            'q': question, 'limits': draft,
            'items': padded(question.rubric, items),
            'sources': padded(question.sources, sources)}, {
                'iterable': False, 'domain': TEMPLATE_DOMAIN}


def padded(lines, count):
    """The lines and empty ones after them."""
    return lines + [{}] * (count - len(lines))
