"""How the words of a criterion meet those of a passage: said, said otherwise, denied or turned round."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from grader.domain import meanings
from grader.domain.lexicon import words as listed
from grader.domain.polarity import denied
from grader.domain.words import REMEMBERED, Word, same, words

Near = Callable[[str, str], float]
"""Closeness of two words by their vectors, -1 to 1."""

ASKED = 0.2
"""What a word counts that the question itself already says."""
EXACT = 0.9
"""The strength of a match by the word list; vectors alone reach 0.8."""
LIGHT = 0.4
"""What a small word with meaning (`before`, `more`) counts beside a noun."""


class Term(NamedTuple):
    """A word with what a match needs to know of it."""

    word: Word
    denied: bool
    weight: float


class Match(NamedTuple):
    """How far a passage says a criterion's words."""

    said: float
    """Share of the criterion's weight that the passage says, 0 to 1."""
    against: float
    """Share that the passage denies or turns round."""
    opposite: bool
    """A word of the criterion stands in the passage as its opposite."""
    parity: bool
    """One of the two denies and the other does not."""
    denies: bool
    """It is the passage that denies."""
    met: float
    """Share of the weight that was met word for word, whatever its sign."""

    @property
    def contradicts(self) -> bool:
        if self.parity and self.denies and self.met >= 0.2 and self.against > 3 * self.said:
            return True
        if self.met < 0.4 or not self.against:
            return False
        return self.opposite or (self.parity and self.against >= 0.8 * self.said)

    @property
    def coverage(self) -> float:
        """What was said; where both deny something, a word before the `not` counts as well."""
        return self.said if self.parity or self.opposite else self.said + self.against


class Statement(NamedTuple):
    """A text as its words."""

    terms: tuple[Term, ...]
    denials: int


@lru_cache(REMEMBERED)
def state(text: str, asked: frozenset[str] = frozenset()) -> Statement:
    """The words of `text` with their weights; `asked` are the stems of the question."""
    found = words(text)
    flags, count = denied(text, found)
    idioms = phrases(text, flags, found)
    single = tuple(
        Term(word, flag, weight(word, asked) * (LIGHT if inside(word, idioms) else 1))
        for word, flag in zip(found, flags, strict=True)
        if word.content or word.text in listed("meaning")
    )
    return Statement(single + idioms, count)


def inside(word: Word, idioms: Sequence[Term]) -> bool:
    return any(idiom.word.start <= word.start < idiom.word.end for idiom in idioms)


def weight(word: Word, asked: frozenset[str]) -> float:
    if word.stem in asked:
        return ASKED
    return 1.0 if word.content else LIGHT


def phrases(text: str, flags: list[bool], found: list[Word]) -> tuple[Term, ...]:
    """Phrases of the meaning list, each as one word."""
    extra = []
    for word, pattern in meanings.idioms():
        for match in pattern.finditer(text):
            flag = next((f for w, f in zip(found, flags, strict=True) if match.start() <= w.start), False)
            extra.append(Term(Word(word, word, *match.span()), flag, 1.0))
    return tuple(extra)


def align(criterion: Statement, passage: Statement, near: Near) -> Match:
    """Each word of the criterion looks for its best partner in the passage."""
    total = sum(term.weight for term in criterion.terms) or 1.0
    said = against = met = 0.0
    opposite = False
    for term in criterion.terms:
        strength, turned, opposed = partner(term, passage.terms, near)
        met += term.weight * (strength >= EXACT)
        if turned:
            against += term.weight * strength
            opposite = opposite or opposed
        else:
            said += term.weight * strength
    parity = criterion.denials % 2 != passage.denials % 2
    denies = passage.denials > criterion.denials
    return Match(said / total, against / total, opposite, parity, denies, met / total)


def partner(term: Term, passage: Sequence[Term], near: Near) -> tuple[float, bool, bool]:
    """(strength 0 to 1, turned against the criterion, by an opposite word) of the best partner of `term`."""
    best = (0.0, False, False)
    for other in passage:
        strength, opposed = likeness(term.word, other.word, near)
        turned = (term.denied != other.denied) != opposed
        if (strength, not turned) > (best[0], not best[1]):
            best = (strength, turned, opposed and turned)
    return best


def likeness(one: Word, other: Word, near: Near) -> tuple[float, bool]:
    """(0 to 1, whether they are opposites)."""
    if one.text == other.text or one.stem == other.stem:
        return 1.0, False
    if meanings.opposed(one.text, other.text):
        return EXACT, True
    if meanings.alike(one.text, other.text):
        return EXACT, False
    if same(one.stem, other.stem):
        return EXACT, False
    return min(max((near(one.text, other.text) - 0.3) / 0.45, 0.0), 1.0) * 0.8, False
