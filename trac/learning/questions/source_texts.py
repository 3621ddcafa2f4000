# -*- coding: utf-8 -*-
"""What the material says at a question's sources: graders read it beside the
question, and so know an answer that was copied from there.

The text travels in a source's `text` from the form to the event, or to a draft
that is released later; a released question keeps none of it.
"""

from trac.util.text import exception_to_unicode
from trac.wiki.model import WikiPage

from learning.errors import GatewayError
from learning.material.source import DOCUMENT, PASSAGE, WIKI, read_target
from learning.text import strip_unstorable

# Limits of the contract of `QuestionPublished.v1`.
MAX_PASSAGES, MAX_PASSAGE_CHARS = 5, 2000
MAX_CHARS = MAX_PASSAGES * MAX_PASSAGE_CHARS
#: Passages of a whole document that are asked for.
FIRST_PASSAGES = 20


def with_texts(content, question):
    """The question with the text of each source that is material.

    While the services are away it has none of theirs: a release does not wait
    for them.

    :param content: the `SourceContent` of its author.
    """
    sources = []
    for source in question.sources:
        try:
            text = _text(content, source['href'])
        except GatewayError as e:
            content.env.log.info("Text of %s: %s", source['href'],
                                 exception_to_unicode(e))
            text = ''
        sources.append(dict(source, text=strip_unstorable(text)[:MAX_CHARS])
                       if text else source)
    return question._replace(sources=sources)


def without_texts(question):
    """The question as it is kept."""
    return question._replace(sources=[
        {name: value for name, value in source.items() if name != 'text'}
        for source in question.sources])


def passages_of(question):
    """The texts of its sources in pieces that the contract takes."""
    pieces = [piece for source in question.sources
              for piece in _cut(source.get('text', ''))]
    return pieces[:MAX_PASSAGES]


def _text(content, href):
    target = read_target(href)
    if target.kind == WIKI:
        return WikiPage(content.env, target.page).text or ''
    if target.kind == PASSAGE:
        return content.passage(target.document,
                               target.passage).get('content') or ''
    if target.kind == DOCUMENT:
        found = content.text(target.document, -1, FIRST_PASSAGES)
        return u'\n\n'.join(passage['content'] for passage
                            in found.get('passages') or ())
    return ''


def _cut(text):
    """Pieces that end at white space where there is some."""
    text = text.strip()
    while text:
        end = len(text)
        if end > MAX_PASSAGE_CHARS:
            head = text[:MAX_PASSAGE_CHARS]
            end = len(head.rsplit(None, 1)[0]) or MAX_PASSAGE_CHARS
        yield text[:end]
        text = text[end:].strip()
