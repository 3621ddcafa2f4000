"""What an answer and a reference have in common: three numbers from 0 to 1."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from traclearn_embedding import Vectors

from grader.domain.language.words import Word, stems

Bigram = tuple[str, str]


@dataclass(frozen=True, eq=False)
class ReadText:
    """A text as its words and what they mean there. One answer is compared with up to a hundred texts, so
    its sets are made once."""

    words: tuple[Word, ...]
    vectors: Vectors
    """A row for each of the first words: of an overlong text not for all."""

    @cached_property
    def stems(self) -> frozenset[str]:
        """Of the words that carry meaning."""
        return stems(word for word in self.words if word.content)

    @cached_property
    def bigrams(self) -> frozenset[Bigram]:
        return frozenset(pairwise(word.stem for word in self.words))


class Features(NamedTuple):
    """How far an answer says what is wanted."""

    coverage: float
    """Mean, over the wanted words, of the best cosine to any word of the answer."""
    bigrams: float
    """Share of the wanted pairs of neighbouring stems that the answer has."""
    overlap: float
    """F1 of the two sets of stems."""


def wanted_words(wanted: ReadText, asked: frozenset[str]) -> list[int]:
    """The places of the words that carry meaning and do not stand in the question; else of all that do.
    None of those behind the last vector."""
    content = [at for at, word in enumerate(wanted.words[: len(wanted.vectors)]) if word.content]
    return [at for at in content if wanted.words[at].stem not in asked] or content


def compare(wanted: ReadText, said: ReadText, asked: frozenset[str]) -> Features:
    """`asked`: the stems of the question. A share of nothing is 0."""
    places = wanted_words(wanted, asked)
    target = stems(wanted.words[at] for at in places)
    told = said.stems - (asked - target)
    pairs = wanted.bigrams
    return Features(
        coverage=coverage(wanted.vectors[places], said.vectors),
        bigrams=len(pairs & said.bigrams) / len(pairs) if pairs else 0.0,
        overlap=2 * len(target & told) / (len(target) + len(told)) if target else 0.0,
    )


def coverage(wanted: Vectors, said: Vectors) -> float:
    """Of [n, d] and [m, d]: the mean of each row's best cosine, never below 0."""
    if not len(wanted) or not len(said):
        return 0.0
    best: Vectors = (wanted @ said.T).max(axis=1)
    return max(0.0, float(np.mean(best)))
