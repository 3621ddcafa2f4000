"""How the words of a criterion meet those of a passage: said, said otherwise, denied or turned round."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from grader.adapters.offline import meanings
from grader.adapters.offline.lexicon import read_words
from grader.adapters.offline.likeness import EXACT, Like
from grader.adapters.offline.polarity import denied, lessened, opened
from grader.domain.words import Word, split_words

ASKED = 0.2
"""What a word counts that the question itself already says."""
MET = 0.4
CLOSE = 0.55
"""A denial counts where so much was met word for word, or where vectors are so close."""
STATEMENTS = 1 << 12
LIGHT = 0.4
"""What a small word with meaning (`before`, `more`) counts beside a noun."""


class Term(NamedTuple):
    """A word with what a match needs to know of it."""

    word: Word
    denied: bool
    lessened: bool
    weight: float
    name: bool = False
    """A proper name: another one, however alike, is another thing."""
    free: bool = False
    """May be said with a denial or without."""


class Match(NamedTuple):
    """How far a passage says a criterion's words: shares of the criterion's weight, 0 to 1."""

    said: float
    against: float
    """What the passage denies, or says as its opposite."""
    opposite: float
    """The share of `against` that comes from opposites."""
    met: float
    """What was met word for word, whatever its sign."""

    def contradicts(self, close: float) -> bool:
        """Whether the passage says the contrary; `close` is the cosine of passage and criterion."""
        if self.met < MET and close < CLOSE:
            return False
        if self.opposite:
            return self.met >= 0.2
        return self.against >= 0.8 * self.said and self.against >= 0.25


Statement = tuple[Term, ...]
"""A text as its words."""


@lru_cache(STATEMENTS)
def state(text: str, asked: frozenset[str] = frozenset()) -> Statement:
    """The words of `text` with their weights; `asked` are the stems of the question."""
    found = split_words(text)
    flags = denied(text, found)
    idioms = phrases(text, flags, found)
    single = tuple(
        Term(word, flag, less, weight(word, asked, idioms), named(text, word), free)
        for word, flag, less, free in zip(found, flags, lessened(found), opened(text, found), strict=True)
        if word.content or word.text in read_words("meaning")
    )
    return tuple({(t.word.text, t.denied, t.lessened): t for t in (*idioms, *single)}.values())


def named(text: str, word: Word) -> bool:
    """Whether the word has a capital without beginning the text, or stands alone."""
    alone = not text.strip(" .")[word.end - word.start :]
    return text[word.start].isupper() and (word.start > 0 or alone)


def inside(word: Word, idioms: Sequence[Term]) -> bool:
    return any(idiom.word.start <= word.start < idiom.word.end for idiom in idioms)


def weight(word: Word, asked: frozenset[str], idioms: Sequence[Term]) -> float:
    whole = ASKED if word.stem in asked else 1.0 if word.content else LIGHT
    return whole * LIGHT if inside(word, idioms) else whole


def phrases(text: str, flags: list[bool], found: Sequence[Word]) -> Statement:
    """Phrases of the meaning list, each as one word."""
    extra = []
    for word, pattern in meanings.idioms():
        for match in pattern.finditer(text):
            flag = next((f for w, f in zip(found, flags, strict=True) if match.start() <= w.start), False)
            extra.append(Term(Word(word, word, *match.span()), flag, False, 1.0))
    return tuple(extra)


def align(criterion: Statement, passage: Statement, like: Like) -> Match:
    """Each word of the criterion looks for its best partner in the passage."""
    total = sum(term.weight for term in criterion) or 1.0
    own = {term.word.stem for term in criterion}
    said = against = opposite = met = 0.0
    for term in criterion:
        partner = best(term, passage, like, own)
        met += term.weight * (partner.strength >= EXACT)
        if partner.turned:
            against += term.weight * partner.strength
            opposite += term.weight * partner.opposed
        else:
            said += term.weight * partner.strength
    return Match(said / total, against / total, opposite / total, met / total)


class Partner(NamedTuple):
    """How well a word of the passage meets a word of the criterion."""

    strength: float
    turned: bool
    opposed: bool


def best(term: Term, passage: Statement, like: Like, own: set[str]) -> Partner:
    """The strongest partner; among equals one that says the same."""
    partners = [meeting(term, other, like, own) for other in passage]
    return max(partners, key=lambda p: (p.strength, not p.turned), default=Partner(0.0, False, False))


def meeting(term: Term, other: Term, like: Like, own: set[str]) -> Partner:
    """An opposite counts unless the criterion itself says it too (`higher inside than outside`)."""
    strength, opposed = like(term.word.text, other.word.text)
    if (term.name and strength < EXACT) or (opposed and other.word.stem in own):
        return Partner(0.0, False, False)
    if strength >= EXACT:
        opposed = opposed != (term.lessened != other.lessened)
    denied = term.denied != other.denied and not term.free and not other.free
    turned = denied != opposed
    return Partner(strength, turned, opposed and turned)
