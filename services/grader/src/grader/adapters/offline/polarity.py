"""Whether an answer says the contrary of what is wanted, or of itself: a person should look, no score moves.

The limits are where the training part of SemEval-2013 task 7 gives most.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Literal, NamedTuple

from grader.adapters.offline.denials import denied
from grader.adapters.offline.lexicon import read_group
from grader.adapters.offline.opposites import are_opposed
from grader.domain.language.spans import Span, clauses, sentences
from grader.domain.language.words import Word, split_words

MAX_STATEMENTS = 60
"""Sentences and clauses of a text that are compared: more has no answer that is not far too long."""
MIN_SHARED_WORDS = 2
MIN_LIKENESS = 0.7
"""F1 of the words of two statements from which on they speak of the same thing."""
MIN_LIKENESS_OF_OPPOSITES = 0.6
"""The same where one word stands for its opposite, which then counts as not shared."""
MIN_LIKENESS_TO_ITSELF = 0.9
"""The same for two statements of one answer: `A is in a path, B is not in a path` is no contradiction."""
MIN_WORDS_OF_CLAIM = 3
"""Words of a statement that can be denied elsewhere in the answer."""
MIN_DENIED_SHARE = 0.5
"""Share of a criterion's words. Of 349 points that answers in `tests/cases.jsonl` say one counts as denied,
of 75 in answers that deny 49."""
MARGIN = 0.3
"""How much less alike everything else has to be that is said the same way round."""


class Statement(NamedTuple):
    """A sentence or clause: its words that carry meaning by their stems, and which of these are denied."""

    span: Span
    words: dict[str, str]
    denied: frozenset[str]

    def likeness(self, other: "Statement") -> float:
        shared = len(self.words.keys() & other.words.keys())
        if shared < min(MIN_SHARED_WORDS, len(self.words), len(other.words)):
            return 0.0
        return 2 * shared / (len(self.words) + len(other.words))

    def is_turned(self, other: "Statement") -> bool:
        """Whether most of what both say is denied by one of them alone."""
        shared = self.words.keys() & other.words.keys()
        return 2 * len((self.denied ^ other.denied) & shared) > len(shared)

    def has_opposite(self, other: "Statement") -> bool:
        mine, theirs = self.words.keys() - other.words.keys(), other.words.keys() - self.words.keys()
        return any(are_opposed(self.words[one], other.words[two]) for one in mine for two in theirs)


@dataclass(frozen=True)
class Pair:
    """A wanted statement and one of the answer."""

    one: Statement
    other: Statement
    likeness: float

    @cached_property
    def is_turned(self) -> bool:
        return self.one.is_turned(self.other)

    @cached_property
    def has_opposite(self) -> bool:
        return self.likeness >= MIN_LIKENESS_OF_OPPOSITES and self.one.has_opposite(self.other)


class Contrary(NamedTuple):
    """Where an answer says the contrary, and how."""

    span: Span
    kind: Literal["negated", "contradicted"]


def statements(text: str) -> list[Statement]:
    """The sentences of `text` and their clauses."""
    spans = [part for sentence in sentences(text) for part in (sentence, *clauses(text, sentence))]
    found = [state(text, span) for span in list(dict.fromkeys(spans))[:MAX_STATEMENTS]]
    return [statement for statement in found if statement.words]


def state(text: str, span: Span) -> Statement:
    part = span.of(text)
    found = split_words(part)
    flags = denied(part, found)
    kept = [(word, flag) for word, flag in zip(found, flags, strict=True) if is_part(word)]
    turned = frozenset(word.stem for word, flag in kept if flag)
    return Statement(span, {word.stem: word.text for word, _ in kept}, turned)


def is_part(word: Word) -> bool:
    return word.content and word.text not in read_group("denials", "asserts")


def contrary(wanted: Sequence[Statement], said: Sequence[Statement]) -> Contrary | None:
    """Where the answer says most clearly the contrary of what is wanted, and nothing like it straight."""
    pairs = [Pair(one, other, one.likeness(other)) for one in wanted[:MAX_STATEMENTS] for other in said]
    straight = [pair for pair in pairs if pair.likeness and not (pair.is_turned or pair.has_opposite)]
    best: dict[int, float] = defaultdict(float)  # by statement: how like it the likest straight one is
    for pair in straight:
        for side in (id(pair.one), id(pair.other)):
            best[side] = max(best[side], pair.likeness)
    for pair in sorted(pairs, key=lambda pair: -pair.likeness):
        rival = max(best[id(pair.one)], best[id(pair.other)])
        if pair.is_turned and pair.likeness >= MIN_LIKENESS and rival < pair.likeness - MARGIN:
            return Contrary(pair.other.span, "negated")
        if pair.has_opposite and rival < pair.likeness:
            return Contrary(pair.other.span, "contradicted")
    return None


def denial(criterion: str, answer: str, asked: frozenset[str]) -> Contrary | None:
    """Where `answer` denies MIN_DENIED_SHARE of what `criterion` says beyond the question (`asked`), of which
    it asserts nothing: `it stores the difference, not a snapshot`. For criteria alone that deny nothing
    themselves: of a full answer right ones deny as much as wrong ones."""
    refused, asserted = polar_stems(criterion)
    if refused:
        return None
    target = asserted.keys() - asked
    refused, asserted = polar_stems(answer)
    found = [refused[stem] for stem in target & (refused.keys() - asserted.keys())]
    return Contrary(min(found), "negated") if found and len(found) >= MIN_DENIED_SHARE * len(target) else None


def polar_stems(text: str) -> tuple[dict[str, Span], dict[str, Span]]:
    """The stems of the words that are denied somewhere, and of those that are not, each with a sentence."""
    refused: dict[str, Span] = {}
    asserted: dict[str, Span] = {}
    for span in sentences(text)[:MAX_STATEMENTS]:
        part = span.of(text)
        found = split_words(part)
        for word, flag in zip(found, denied(part, found), strict=True):
            if is_part(word):
                (refused if flag else asserted).setdefault(word.stem, span)
    return refused, asserted


def contradicts_itself(said: Sequence[Statement]) -> bool:
    """Whether it says the same thing both ways round."""
    return any(
        one.is_turned(other) and one.likeness(other) >= MIN_LIKENESS_TO_ITSELF
        for one, other in combinations([each for each in said if len(each.words) >= MIN_WORDS_OF_CLAIM], 2)
    )
