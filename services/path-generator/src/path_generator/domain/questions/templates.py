"""Questions by templates over the parse: no network, no key, the same question for the same passages."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from path_generator.domain.questions.context import Context, Place
from path_generator.domain.questions.draft import Draft
from path_generator.domain.questions.fitness import DIFFICULTY, is_fit, score
from path_generator.domain.questions.forms import drafts, heading_drafts, term_drafts
from path_generator.domain.questions.lexicon import words_of
from path_generator.domain.questions.naming import (
    head_stems,
    initials,
    is_lasting,
    name_stems,
    plain_title,
    token_stems,
)
from path_generator.domain.questions.question import Passage, Question
from path_generator.domain.questions.rubric import rubric_of
from path_generator.domain.questions.sections import Located, read_sections
from path_generator.domain.questions.summary import summary_among
from path_generator.domain.questions.topics import noun_phrase
from path_generator.domain.questions.wholeness import is_whole

OFTEN = 3
BELONGING = words_of("belonging")


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
    lasting = [each for each in passages if is_lasting(concept, each.heading)]
    sections = [*read_sections(concept, lasting)]
    often = _often(sections)
    for section in sections:
        for place, draft, passage in _drafts(section):
            context = _context(concept, passage, often)
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


def _often(sections: Iterable[Sequence[Located]]) -> frozenset[str]:
    """Stems of what at least OFTEN sentences have."""
    sentences = (located.sentence for section in sections for located in section)
    counts = Counter(stem for sentence in sentences for stem in token_stems(sentence))
    return frozenset(stem for stem, count in counts.items() if count >= OFTEN)


def _context(concept: str, passage: Passage, often: frozenset[str]) -> Context:
    named, names = name_stems(concept), (concept, passage.title, *passage.heading)
    return Context(
        named,
        initials(concept).union(*map(head_stems, names)),
        named.union(*map(name_stems, passage.heading[-1:])),
        initials(concept),
        often,
    )


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
    if draft.entry or any(token.lower_ in BELONGING for token in noun_phrase(draft.topic)[-1:]):
        return _reference(asked, passage)
    if draft.heading:
        above = plain_title(passage.heading[-2:-1], passage.title, passage.name)
        return f"“{above}”" if name_stems(above) - asked else ""
    if name_stems(concept) <= asked:
        return ""
    section = plain_title(passage.heading, passage.title, passage.name)
    name = plain_title((concept,))
    if not name or name_stems(name) <= name_stems(section):
        return f"“{section}”" if section else ""
    return f"“{name}”, section “{section}”"


def _reference(asked: frozenset[str], passage: Passage) -> str:
    """The document, and the section in it that lists the name, as far as they say anything."""
    title = plain_title((), passage.title, passage.name)
    others = (plain_title((name,)) for name in reversed(passage.heading))
    section = next((name for name in others if name_stems(name) - asked - name_stems(title)), "")
    if not name_stems(title) - asked - name_stems(section):
        return f"“{section}”" if section else ""
    return f"“{title}”, section “{section}”" if section else f"“{title}”"
