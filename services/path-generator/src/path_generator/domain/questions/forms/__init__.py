"""The forms: functions that make questions from the parse of a sentence."""

from collections.abc import Iterator

from spacy.tokens import Span

from path_generator.domain.questions.draft import Draft
from path_generator.domain.questions.forms.comparisons import contrasts, differences, exceptions
from path_generator.domain.questions.forms.conditions import causes, conditions
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
    causes,
    conditions,
    exceptions,
    contrasts,
    differences,
    aims,
    means,
)


def drafts(sentence: Span) -> Iterator[Draft]:
    """All that can be asked of a sentence, fit or not."""
    for form in FORMS:
        yield from form(sentence)
