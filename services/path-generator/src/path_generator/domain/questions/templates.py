"""Questions by templates over the parse: no network, no key, the same question for the same passages."""

from collections.abc import Collection, Iterator, Sequence

from path_generator.domain.questions.draft import Draft
from path_generator.domain.questions.fitness import DIFFICULTY, Context, Place, is_fit, score
from path_generator.domain.questions.forms import drafts, heading_drafts, term_drafts
from path_generator.domain.questions.naming import name_stems, plain_title, token_stems
from path_generator.domain.questions.question import Passage, Question
from path_generator.domain.questions.rubric import rubric_of
from path_generator.domain.questions.sections import Located, read_sections
from path_generator.domain.questions.summary import summary_among
from path_generator.domain.questions.wholeness import is_whole


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
        return summary_among(readable, concept, had)


def fit_questions(concept: str, passages: Sequence[Passage], difficulty: int) -> Iterator[Question]:
    """All that the forms find, the best first; among equals the earlier one."""
    ranked: list[tuple[float, Draft, Passage]] = []
    for section in read_sections(concept, passages):
        for place, draft, passage in _drafts(section):
            context = _context(concept, passage)
            if is_fit(draft, place, context):
                ranked.append((score(draft, place, context, difficulty), draft, passage))
    for _, draft, passage in sorted(ranked, key=lambda item: -item[0]):
        yield _question(concept, draft, passage)


def _drafts(section: Sequence[Located]) -> Iterator[tuple[Place, Draft, Passage]]:
    """Of each sentence that stands for itself, and of the heading with all of them."""
    for place, sentence, passage, term in section:
        if is_whole(sentence):
            yield from ((place, draft, passage) for draft in drafts(sentence))
        yield from ((place, draft, passage) for draft in term_drafts(term, sentence))
    at = {sentence: (place, passage) for place, sentence, passage, _ in section}
    heading = section[0].passage.heading
    for draft in heading_drafts(plain_title(heading), [*at]) if heading else ():
        place, passage = at[draft.sentence]
        near = [sentence for sentence in draft.more if at[sentence][1] == passage]
        yield place, draft._replace(more=near), passage


def _context(concept: str, passage: Passage) -> Context:
    named = name_stems(concept)
    return Context(named, named.union(*(name_stems(name) for name in (passage.title, *passage.heading))))


def _question(concept: str, draft: Draft, passage: Passage) -> Question:
    where = _where(concept, draft, passage)
    return Question(
        draft.form,
        f"In {where}: {draft.text}" if where else draft.text,
        " ".join(" ".join(sentence.text for sentence in draft.answer).split()),
        rubric_of(draft),
        passage.chunk,
        DIFFICULTY[draft.form],
    )


def _where(concept: str, draft: Draft, passage: Passage) -> str:
    """The concept and the section, once where they are the same; nothing where the question says them."""
    asked = token_stems(draft.asked)
    if draft.heading or (draft.entry and name_stems(plain_title(passage.heading)) <= asked):
        above = plain_title(() if draft.entry else passage.heading[-2:-1], passage.title, passage.name)
        return f"“{above}”" if name_stems(above) - asked else ""
    if name_stems(concept) <= asked:
        return ""
    section = plain_title(passage.heading, passage.title, passage.name)
    name = plain_title((concept,))
    if not name or name_stems(name) <= name_stems(section):
        return f"“{section}”" if section else ""
    return f"“{name}”, section “{section}”"
