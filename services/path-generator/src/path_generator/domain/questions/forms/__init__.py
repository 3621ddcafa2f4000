"""The forms: functions that make questions from the parse of a sentence."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Span

from path_generator.domain.questions.draft import Draft
from path_generator.domain.questions.forms.adjuncts import adjuncts
from path_generator.domain.questions.forms.comparisons import contrasts, differences, exceptions
from path_generator.domain.questions.forms.conditions import conditions
from path_generator.domain.questions.forms.entries import entries, terms
from path_generator.domain.questions.forms.headings import questions
from path_generator.domain.questions.forms.procedures import aims, means
from path_generator.domain.questions.forms.statements import (
    definitions,
    functions,
    permissions,
    purposes,
    uses,
)

FORMS = (
    definitions,
    functions,
    purposes,
    permissions,
    uses,
    adjuncts,
    conditions,
    exceptions,
    contrasts,
    differences,
    aims,
    means,
)
HEADING_FORMS = (questions, entries)


def drafts(sentence: Span) -> Iterator[Draft]:
    """All that can be asked of a sentence, fit or not."""
    for form in FORMS:
        yield from form(sentence)


def heading_drafts(title: str, sentences: Sequence[Span]) -> Iterator[Draft]:
    """All that a heading asks of the sentences below it, fit or not."""
    for form in HEADING_FORMS:
        yield from form(title, sentences)


def term_drafts(term: str, description: Span) -> Iterator[Draft]:
    """All that the item of a list asks of the sentence that begins its description, fit or not."""
    yield from terms(term, description)
