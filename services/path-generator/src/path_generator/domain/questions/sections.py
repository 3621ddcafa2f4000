"""The sentences of passages, section by section."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from spacy.tokens import Span

from path_generator.domain.questions.context import Place
from path_generator.domain.questions.naming import name_subject, plain_title
from path_generator.domain.questions.parser import parse
from path_generator.domain.questions.pronouns import name_pronouns
from path_generator.domain.questions.prose import paragraphs
from path_generator.domain.questions.question import Passage

MAX_PROSE_CHARS = 40_000
"""Characters of all passages that are read for one question: about 400 sentences, one to two seconds."""


class Located(NamedTuple):
    """A sentence with where it stands."""

    place: Place
    sentence: Span
    passage: Passage
    term: str = ""
    """The item of a list whose description it begins."""


def read_sections(concept: str, passages: Sequence[Passage]) -> Iterator[list[Located]]:
    """Each section's sentences, of all its passages; what is beyond MAX_PROSE_CHARS is not read."""
    found = _sentences(concept, passages)
    for _, section in groupby(found, key=lambda located: (located.passage.document, located.passage.heading)):
        yield list(section)


def _sentences(concept: str, passages: Sequence[Passage]) -> Iterator[Located]:
    """In the order given."""
    left = MAX_PROSE_CHARS
    for passage in passages:
        at = 0
        for paragraph in paragraphs(passage.text[:left]):
            left -= len(paragraph.text)
            named = name_subject(paragraph.text, _name(concept, passage), not at)
            for first, sentence in enumerate(name_pronouns(parse(named))):
                yield Located(Place(at, first == 0), sentence, passage, "" if first else paragraph.term)
                at += 1


def _name(concept: str, passage: Passage) -> str:
    """The heading's, where it names a thing; one such as `Purpose` does not, and the concept is meant."""
    title = plain_title(passage.heading[-1:])
    return title if len(title.split()) > 1 or not (title.istitle() or title.isupper()) else concept
