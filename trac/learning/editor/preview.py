# -*- coding: utf-8 -*-
"""`POST /learning/question/preview`: a question as its learners will see it,
and what to look at before it is released.
"""

from trac.core import Component, implements
from trac.web.api import IRequestHandler
from trac.web.chrome import Chrome

from learning.answers.view import describe_source
from learning.editor import checks
from learning.editor.typed_form import read_typed
from learning.errors import InvalidInput
from learning.material.content import SourceContent
from learning.questions.due_date import describe_due, parse_instant
from learning.questions.named_concepts import describe_concepts
from learning.questions.sources import find_dead, shorten_sources
from learning.translation import TEMPLATE_DOMAIN, ngettext
from learning.web import form, json_reply

TEMPLATE = 'learning_preview.html'
CONCEPTS = 'learning_named_concepts.html'


class QuestionPreview(Component):
    """Shows an author's script what was typed."""

    implements(IRequestHandler)

    # IRequestHandler methods

    def match_request(self, req):
        if req.path_info == '/learning/question/preview':
            form.allow_nul(req)
            return True

    def process_request(self, req):
        req.perm.require('LEARNING_AUTHOR')
        typed = read_typed(req.args, req.args.getint('ticket', 0, min=0))
        content = SourceContent(self.env, req)
        said = {'html': self._render(req, TEMPLATE, preview=describe_preview(
            self.env, req, typed, content))}
        if 'concepts' in req.args:
            said['concepts'] = self._render(
                req, CONCEPTS, concepts=describe_concepts(
                    content, shorten_sources(req, typed.question)))
        json_reply.send(req, 200, said)

    # Internal methods

    def _render(self, req, template, **data):
        return unicode(Chrome(self.env).render_fragment(
            req, template, data, domain=TEMPLATE_DOMAIN))


def describe_preview(env, req, typed, content):
    """What the fragment shows.

    :param typed: the `TypedForm`.
    :param content: the `SourceContent` of its author.
    """
    question = typed.question
    dead = find_dead(content, question)
    problems = checks.find_problems(env, question, dead)
    return {'title': typed.title, 'question': question.question,
            'course': question.course, 'dead': dead,
            'due': describe_typed_due(req, question.due_at),
            'left': describe_limit(question.max_attempts),
            'seconds': checks.reading_seconds(question.question),
            'concepts': question.concepts,
            'further': len(question.further_references),
            'points': [point['label'] for point in question.rubric],
            'sources': [describe_source(req, source)
                        for source in question.sources],
            'errors': sum(one.severity == checks.ERROR for one in problems),
            'problems': checks.describe_problems(problems)}


def describe_typed_due(req, said):
    """The due date, or None while it cannot be understood."""
    try:
        return describe_due(req, parse_instant(said))
    except InvalidInput:
        return None


def describe_limit(said):
    """How many answers there are, in words, or None."""
    return ngettext("%(num)s answer.", "%(num)s answers.", int(said)) \
        if said.isdigit() and int(said) else None
