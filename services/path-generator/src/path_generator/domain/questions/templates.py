"""Questions by templates over the parse: no network, no key, the same question for the same passages."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Span

from path_generator.domain.questions.draft import Draft
from path_generator.domain.questions.fitness import DIFFICULTY, Context, Place, is_fit, score
from path_generator.domain.questions.forms import drafts
from path_generator.domain.questions.naming import name_stems, plain_title, token_stems
from path_generator.domain.questions.parser import parse
from path_generator.domain.questions.prose import paragraphs
from path_generator.domain.questions.question import Passage, Question
from path_generator.domain.questions.rubric import rubric_of
from path_generator.domain.questions.summary import summary_of
from path_generator.domain.questions.wholeness import is_whole


class Found(NamedTuple):
    draft: Draft
    passage: Passage


class TemplateQuestions:
    """A `QuestionMaker`. Holds the processor, about 3 ms a sentence: call it off the event loop, on any thread."""

    def make(
        self, concept: str, passages: Sequence[Passage], difficulty: int, exclude: Collection[str] = ()
    ) -> Question:
        """The best question that the learner has not had; else a summary, even one that they have had.

        Raises ValueError if no passage holds anything.
        """
        readable = [passage for passage in passages if passage.text.strip()]
        if not readable:
            raise ValueError(f"no passage about {concept!r} holds text")
        had = set(exclude)
        for question in candidates(concept, readable, difficulty):
            if question.text not in had:
                return question
        summaries = [summary_of(passage) for passage in readable]
        return next((each for each in summaries if each.text not in had), summaries[0])


def candidates(concept: str, passages: Sequence[Passage], difficulty: int) -> Iterator[Question]:
    """All fit questions, the best first."""
    sentences = [(place, sentence, passage) for passage in passages for place, sentence in _sentences(passage)]
    named = name_stems(concept)
    ranked: list[tuple[float, Found]] = []
    for place, sentence, passage in sentences:
        if not is_whole(sentence):
            continue
        known = named.union(*(name_stems(name) for name in (passage.title, *passage.heading)))
        context = Context(named, known)
        for draft in drafts(sentence):
            if is_fit(draft, place, context):
                ranked.append((score(draft, place, context, difficulty), Found(draft, passage)))
    ranked.sort(key=lambda item: -item[0])
    for _, found in ranked:
        yield _question(concept, found)


def _sentences(passage: Passage) -> Iterator[tuple[Place, Span]]:
    at = 0
    for paragraph in paragraphs(passage.text):
        for first, sentence in enumerate(parse(paragraph).sents):
            yield Place(at, first == 0), sentence
            at += 1


def _question(concept: str, found: Found) -> Question:
    draft, passage = found.draft, found.passage
    where = _where(concept, passage)
    named = name_stems(concept) <= token_stems(draft.asked)
    text = draft.text if named or not where else f"In {where}: {draft.text}"
    reference = " ".join(draft.sentence.text.split())
    return Question(draft.form, text, reference, rubric_of(draft), passage.chunk, DIFFICULTY[draft.form])


def _where(concept: str, passage: Passage) -> str:
    """The concept and the section, once where they are the same."""
    section = plain_title(passage.heading, passage.title, passage.name)
    name = plain_title((concept,))
    if not name or name_stems(name) <= name_stems(section):
        return f"“{section}”" if section else ""
    return f"“{name}”, section “{section}”"
