# -*- coding: utf-8 -*-
"""What the material has to say on a question, for every learner."""

from trac.util.text import exception_to_unicode

from learning.answers.view import percent
from learning.errors import GatewayError
from learning.gateway import person
from learning.library.highlights import Highlights
from learning.material import view
from learning.material.content import MIN_SCORE, Content
from learning.material.source import passage_href
from learning.rendering.passage_html import plain_words

#: Characters of a question.
MAX_QUESTION_CHARS = 500
#: Hits that are asked for.
MAX_HITS = 20


class Search(object):
    """One question, as it was asked, and what it found.

    :ivar hits: as `describe_hit` says. :ivar trouble: why there is no answer,
        or None.
    """

    def __init__(self, env, req, limit=MAX_HITS, course=None, question=None,
                 seconds=None):
        """
        :param course: in place of the one that the request names.
        :param question: in place of the request's.
        :param seconds: that a page waits; None for `content_timeout`.
        """
        self.question = (req.args.getfirst('q', '') if question is None
                         else question).strip()[:MAX_QUESTION_CHARS]
        self.course = (req.args.getfirst('subject', '') or
                       req.args.getfirst('course', '')) \
            if course is None else course
        self.hits, self.trouble = [], None
        if self.question:
            self._ask(env, req, limit, seconds)

    def _ask(self, env, req, limit, seconds):
        try:
            found = Content(env, req).search(self.question, self.course,
                                             limit, seconds)
        except GatewayError as e:
            env.log.warning("No search: %s", exception_to_unicode(e))
            self.trouble = person.error_message(e)
            return
        words = Highlights(self.question)
        self.hits = [describe_hit(req, hit, words) for hit in found
                     if is_found(hit, words)]


def is_found(hit, words):
    """Is it on the question's topic, or has it the very words?

    Words alone find where no meaning is at hand, and score low.
    """
    return (hit.get('score') or 0) >= MIN_SCORE or words.covers(
        ' '.join([hit.get('title') or ''] + list(hit.get('heading') or ()) +
                 [hit.get('content') or '']))


def describe_hit(req, hit, words):
    """What a question found, as a page says it."""
    title = hit.get('title') or hit.get('name') or ''
    section = hit.get('heading') or []
    if section[:1] == [title]:
        section = section[1:]
    document, passage = hit['document'], hit.get('chunk') or ''
    return {'document': document, 'passage': passage, 'title': title,
            'section': view.heading(section), 'page': hit.get('page'),
            'course': hit.get('subject') or '',
            'text': words.excerpt(plain_words(hit.get('content') or '')),
            'percent': percent(hit.get('score') or 0),
            'source': passage_href(document, passage),
            'href': req.href(passage_href(document, passage))}
