"""A question for any passage: read it and summarise it. Its sentences on the key terms are the rubric."""

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from traclearn_english import STOP_WORDS, stem

from path_generator.domain.questions.question import Passage, Question, RubricPoint
from path_generator.domain.text import SENTENCE_END, WORD, cut, one_line

MIN_SENTENCE_WORDS = 5
MAX_CRITERION_CHARS = 1000
MAX_LABEL_CHARS = 200
"""Characters, as the contract of a question says."""
POINTS = {1: 2, 2: 2, 3: 3, 4: 4, 5: 5}
"""Sentences that a full summary holds, by difficulty."""


class SummaryQuestions:
    """A QuestionMaker that always finds one, the same for the same passages."""

    def make(
        self, concept: str, passages: Sequence[Passage], difficulty: int, exclude: Collection[str] = ()
    ) -> Question:
        fresh = [each for each in passages if _asked(concept, each) not in exclude]
        passage = max(fresh or passages, key=lambda each: min(len(sentences(each.text)), POINTS[difficulty]))
        points = key_sentences(concept, passage.text, POINTS[difficulty])
        return Question(
            form="summary",
            text=_asked(concept, passage),
            reference=" ".join(criterion for criterion, _ in points),
            rubric=tuple(
                RubricPoint(cut(criterion, MAX_CRITERION_CHARS), one_line(term, MAX_LABEL_CHARS))
                for criterion, term in points
            ),
            chunk=passage.chunk,
            difficulty=difficulty,
        )


def _asked(concept: str, passage: Passage) -> str:
    section = next(filter(str.strip, reversed(passage.heading)), passage.title)
    return one_line(f"Read “{section}” and summarise in your own words what it says about {concept}.", 1000)


def sentences(text: str) -> list[str]:
    """Those that say something by themselves."""
    ends = [0, *(found.end() for found in SENTENCE_END.finditer(text)), len(text)]
    parts = (" ".join(text[start:end].split()) for start, end in pairwise(ends))
    return [part for part in parts if len(WORD.findall(part)) >= MIN_SENTENCE_WORDS]


def key_sentences(concept: str, text: str, count: int) -> list[tuple[str, str]]:
    """The sentences with most of the passage's key terms, in its order, each with its own first term."""
    terms = Counter(term for term, _ in _terms(text))
    own = {term for term, _ in _terms(concept)}
    found = sentences(text) or [cut(" ".join(text.split()), MAX_CRITERION_CHARS)]

    def weight(at: int) -> tuple[float, int]:
        here = {term for term, _ in _terms(found[at])}
        return sum(terms[term] for term in here) + 2 * len(own & here), -at

    best = sorted(sorted(range(len(found)), key=weight, reverse=True)[:count])
    return [(found[at], _label(found[at], terms, concept)) for at in best]


def _label(sentence: str, terms: "Counter[str]", concept: str) -> str:
    known = _terms(sentence)
    return max(known, key=lambda each: terms[each[0]])[1] if known else concept


def _terms(text: str) -> list[tuple[str, str]]:
    """Stem and word of what is no stop word, number or single letter."""
    words = [word for word in WORD.findall(text) if len(word) > 1 and not word.isdigit()]
    return [(stem(word.lower()), word) for word in words if word.lower() not in STOP_WORDS]
