"""Questions by templates over the parse: no network, no key, the same question for the same passages."""

from collections.abc import Collection, Iterator, Sequence

from spacy.tokens import Span

from path_generator.domain.questions.draft import Draft
from path_generator.domain.questions.fitness import DIFFICULTY, Context, Place, is_fit, score
from path_generator.domain.questions.forms import drafts
from path_generator.domain.questions.naming import name_stems, name_subject, plain_title, token_stems
from path_generator.domain.questions.parser import parse
from path_generator.domain.questions.prose import paragraphs
from path_generator.domain.questions.question import Passage, Question
from path_generator.domain.questions.rubric import rubric_of
from path_generator.domain.questions.summary import summary_among
from path_generator.domain.questions.wholeness import is_whole

MAX_PROSE_CHARS = 40_000
"""Characters of all passages that are read for one question: about 400 sentences, one to two seconds."""


class TemplateQuestions:
    """A `QuestionMaker`. It computes, about 3 ms a sentence: call it off the event loop, on any thread."""

    def make(
        self, concept: str, passages: Sequence[Passage], difficulty: int, exclude: Collection[str] = ()
    ) -> Question:
        """The best question that the learner has not had, else a summary: one that they have had if need be.

        Passages come in the order of their document. Raises ValueError if none of them holds anything.
        """
        readable = [passage for passage in passages if passage.text.strip()]
        if not readable:
            raise ValueError(f"no passage about {concept!r} holds text")
        had = set(exclude)
        for question in fit_questions(concept, readable, difficulty):
            if question.text not in had:
                return question
        return summary_among(readable, had)


def fit_questions(concept: str, passages: Sequence[Passage], difficulty: int) -> Iterator[Question]:
    """All that the forms find, the best first; among equals the earlier one."""
    named = name_stems(concept)
    ranked: list[tuple[float, Draft, Passage]] = []
    for place, sentence, passage in _sentences(concept, passages):
        if not is_whole(sentence):
            continue
        known = named.union(*(name_stems(name) for name in (passage.title, *passage.heading)))
        context = Context(named, known)
        for draft in drafts(sentence):
            if is_fit(draft, place, context):
                ranked.append((score(draft, place, context, difficulty), draft, passage))
    for _, draft, passage in sorted(ranked, key=lambda item: -item[0]):
        yield _question(concept, draft, passage)


def _sentences(concept: str, passages: Sequence[Passage]) -> Iterator[tuple[Place, Span, Passage]]:
    """In the order given; what is beyond MAX_PROSE_CHARS is not read."""
    left = MAX_PROSE_CHARS
    for passage in passages:
        at = 0
        for paragraph in paragraphs(passage.text[:left]):
            left -= len(paragraph)
            for first, sentence in enumerate(
                parse(paragraph if at else name_subject(paragraph, concept)).sents
            ):
                yield Place(at, first == 0), sentence, passage
                at += 1


def _question(concept: str, draft: Draft, passage: Passage) -> Question:
    named = name_stems(concept) <= token_stems(draft.asked)
    where = "" if named else _where(concept, passage)
    return Question(
        draft.form,
        f"In {where}: {draft.text}" if where else draft.text,
        " ".join(draft.sentence.text.split()),
        rubric_of(draft),
        passage.chunk,
        DIFFICULTY[draft.form],
    )


def _where(concept: str, passage: Passage) -> str:
    """The concept and the section, once where they are the same."""
    section = plain_title(passage.heading, passage.title, passage.name)
    name = plain_title((concept,))
    if not name or name_stems(name) <= name_stems(section):
        return f"“{section}”" if section else ""
    return f"“{name}”, section “{section}”"
