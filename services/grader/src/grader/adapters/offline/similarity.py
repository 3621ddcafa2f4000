"""Texts that say nearly the same: the Likeness that needs no network."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache

import numpy as np
from traclearn_embedding import Embedder, Vectors

from grader.adapters.offline.polarity import Statement, contrary, statements
from grader.domain.language.similarity import RULED_LIKENESS, likeness, min_share, word_overlap
from grader.domain.language.spans import Span, clauses, sentences
from grader.domain.language.words import content_words, stems
from grader.domain.lessons.past_answer import TextVector
from grader.domain.lessons.ruling import Match, Ruling

MAX_SEGMENTS = 60
"""Sentences and clauses of an answer that are held against a ruling: as many as `polarity` looks at."""


class OfflineLikeness:
    """See `grader.application.ports.Likeness`. By one embedding model; safe to share between threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def vector(self, text: str) -> TextVector:
        row = self._embedder.embed([text])[0]
        return TextVector(self._embedder.model_id, row.astype(np.float16).tobytes())

    def rank(self, vector: TextVector, others: Sequence[TextVector | None]) -> list[int]:
        cosines = self._cosines(vector, others)
        return sorted((at for at, other in enumerate(others) if other), key=lambda at: (-cosines[at], at))

    def find_same(
        self, text: str, vector: TextVector, others: Sequence[tuple[str, TextVector | None]], least: float
    ) -> int | None:
        said = stems(content_words(text))
        cosines = self._cosines(vector, [other for _, other in others])
        likest = [
            (likeness(cosine, word_overlap(said, stems(content_words(other)))), -at)
            for at, (cosine, (other, _)) in enumerate(zip(cosines, others, strict=True))
            if cosine >= min_share(least)
        ]
        for found, at in sorted(likest, reverse=True):
            if found < least:
                break
            if says_the_same(statements(text), statements(others[-at][0])):
                return -at
        return None

    def match(self, answer: str, rulings: Sequence[Ruling]) -> list[Match]:
        parts = list(segments(answer))[:MAX_SEGMENTS]
        embed = cache(lambda text: self._embedder.embed([text])[0])
        return [match for ruling in rulings if (match := matched(answer, parts, ruling, embed))]

    def _cosines(self, vector: TextVector, others: Sequence[TextVector | None]) -> list[float]:
        """0 where the other has none by this model."""
        own = unpacked(vector)
        return [float(own @ unpacked(o)) if o and o.model == vector.model else 0.0 for o in others]


def matched(
    answer: str, parts: Sequence[Span], ruling: Ruling, embed: Callable[[str], Vectors]
) -> Match | None:
    """The part of the answer that is likest the ruling's words, where one is like enough."""
    words, wanted = stems(content_words(ruling.words)), statements(ruling.words)
    found = []
    for part in parts:
        text = part.of(answer)
        overlap = word_overlap(words, stems(content_words(text)))
        if overlap >= min_share(RULED_LIKENESS) and says_the_same(wanted, statements(text)):
            cosine = float(embed(ruling.words) @ embed(text))
            found.append(Match(ruling, part, likeness(cosine, overlap)))
    best = max(found, key=lambda match: match.likeness, default=None)
    return best if best and best.likeness >= RULED_LIKENESS else None


def unpacked(vector: TextVector) -> Vectors:
    return np.frombuffer(vector.values, dtype=np.float16).astype(np.float32)


def segments(text: str) -> Iterator[Span]:
    """Sentences and their clauses, each once."""
    seen = set()
    for sentence in sentences(text):
        for part in (sentence, *clauses(text, sentence)):
            if part not in seen:
                seen.add(part)
                yield part


def says_the_same(one: Sequence[Statement], other: Sequence[Statement]) -> bool:
    """Whether neither says the contrary of the other: vectors and words can't tell."""
    return contrary(one, other) is None and contrary(other, one) is None
