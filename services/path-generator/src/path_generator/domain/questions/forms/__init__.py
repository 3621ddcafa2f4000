"""The forms: functions that make questions from the parse of a sentence."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Span

from path_generator.domain.questions.clauses import fronted
from path_generator.domain.questions.draft import Draft
from path_generator.domain.questions.forms.adjuncts import adjuncts
from path_generator.domain.questions.forms.comparisons import contrasts, differences, exceptions
from path_generator.domain.questions.forms.conditions import conditions
from path_generator.domain.questions.forms.headings import entries, questions, tasks
from path_generator.domain.questions.forms.procedures import aims, means
from path_generator.domain.questions.forms.statements import (
    definitions,
    functions,
    permissions,
    purposes,
    uses,
)
from path_generator.domain.questions.wording import say

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
HEADING_FORMS = (questions, tasks, entries)


def drafts(sentence: Span) -> Iterator[Draft]:
    """All that can be asked of a sentence, fit or not; with the phrase before its subject, if it has one."""
    front = fronted(sentence.root)
    where = say(front)
    for form in FORMS:
        for draft in form(sentence):
            text = f"{where[:1].upper()}{where[1:]}, {draft.text[:1].lower()}{draft.text[1:]}"
            yield draft._replace(text=text, asked=[*front, *draft.asked]) if front else draft


def heading_drafts(title: str, sentences: Sequence[Span]) -> Iterator[Draft]:
    """All that a heading asks of the sentences below it, fit or not."""
    for form in HEADING_FORMS:
        yield from form(title, sentences)
