# -*- coding: utf-8 -*-
"""`/learning/questions/generated/<id>`: an author puts a generated question
in other words.
"""

import re

from trac.resource import ResourceNotFound
from trac.util.text import exception_to_unicode
from trac.web.chrome import Chrome, add_notice, add_warning

from learning.editor import draft
from learning.editor.question_page import padded
from learning.errors import GatewayError, InvalidInput
from learning.gateway import person
from learning.generated_questions import review as question_review
from learning.generated_questions.listing import PATH, account_of
from learning.pages.navigation import LearningPage, add_layout
from learning.questions.further_references import MAX_FURTHER
from learning.text import group_digits
from learning.translation import TEMPLATE_DOMAIN, _
from learning.web import form

_ADDRESS = re.compile(r'/learning/questions/generated/([0-9a-f]{8}'
                      r'(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\Z')


class GeneratedQuestionForm(LearningPage):
    """Takes edits."""

    # IRequestHandler methods

    def match_request(self, req):
        match = _ADDRESS.match(req.path_info)
        if match:
            form.allow_nul(req)
            req.environ['learning.question'] = match.group(1)
            return True

    def process_request(self, req):
        req.perm.require('LEARNING_AUTHOR')
        ident = req.environ['learning.question']
        if req.method != 'POST':
            return self._page(req, ident, self._stored(req, ident))
        typed = draft.read_form(req.args, 0)
        try:
            self._save(req, ident, typed)
        except InvalidInput as e:
            add_warning(req, e)
            page = Chrome(self.env).render_template(
                req, *self._page(req, ident, typed))
            req.send(page, 'text/html', 400)
        req.redirect(req.href.learning('questions', 'generated') +
                     '#question-' + ident)

    # Internal methods

    def _stored(self, req, ident):
        try:
            found = person.ask(self.env, req, 'GET', PATH + '/' + ident)
        except GatewayError as e:
            self.log.warning("Question %s: %s", ident,
                             exception_to_unicode(e))
            if e.status == 404:
                raise ResourceNotFound(_("There is no such question."))
            add_warning(req, person.error_message(e))
            found = {'question': '', 'reference': '', 'rubric': []}
        return draft.blank_question(0)._replace(
            further_references=found.get('further_references') or [], **{
                name: found[name] for name in ('question', 'reference',
                                               'rubric')})

    def _save(self, req, ident, typed):
        account = account_of(self.env, req)
        question = draft.check_draft(self.env, typed, req.authname)
        # Left out where there is none: a gateway from before takes no such
        # field, and none is made that an edit could take away.
        further = question.further_references
        question_review.submit(
            self.env, account, ident, 'edited', question=question.question,
            reference=question.reference, rubric=question.rubric,
            **({'further_references': further} if further else {}))
        add_notice(req, _("Sent. Paths that are asked for from now on ask it "
                          "in these words."))

    def _page(self, req, ident, question):
        add_layout(req, 'generated')
        items = min(draft.MAX_ITEMS, len(question.rubric) + draft.SPARE_ITEMS)
        return 'learning_generated_form.html', {
            'ident': ident, 'q': question, 'limits': draft,
            'digits': group_digits,
            'items': padded(question.rubric, items, {}),
            'further': padded(question.further_references, MAX_FURTHER,
                              '')}, {
                'iterable': False, 'domain': TEMPLATE_DOMAIN}
