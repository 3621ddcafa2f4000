"""How close an answer's passages and words are to a question's criteria, by their vectors."""

from collections.abc import Sequence

import numpy as np
from traclearn_embedding import Embedder, Vectors

from grader.adapters.offline.reading import Reading
from grader.domain.words import content_words

MAX_WORD_VECTORS = 200
"""Words of an answer that get a vector of their own; beyond, they match by spelling and word list alone."""
MAX_PASSAGE_TOKENS = 2500
"""Tokens of an answer's passages that are embedded, about 0.3 ms each. An answer of 400 words needs fewer; of
a longer one, the passages that share most words with the rubric count by vectors, the others by words."""
MIN_REST_LENGTH = 0.25
"""What is left of a vector without the question's direction counts as at least so long: noise stays small."""


class VectorSpace:
    """All the closenesses for one answer: one embedding run, then table look-ups."""

    def __init__(self, embedder: Embedder, reading: Reading) -> None:
        texts = affordable(embedder, reading)
        vocabulary = reading.vocabulary()[:MAX_WORD_VECTORS]
        asked = embedder.embed([reading.question.question])
        criteria = embedder.embed(reading.criteria)
        passages = embedder.embed(texts)
        self._close = criteria @ passages.T
        self._closer = without(criteria, asked) @ without(passages, asked).T
        self._column = {text: n for n, text in enumerate(texts)}
        self._words(embedder, reading.criterion_words(), vocabulary)

    def _words(self, embedder: Embedder, wanted: Sequence[str], said: Sequence[str]) -> None:
        self._near = embedder.embed(wanted) @ embedder.embed(said).T
        self._wanted = {word: n for n, word in enumerate(wanted)}
        self._said = {word: n for n, word in enumerate(said)}

    def close(self, item: int, passage: str) -> float:
        column = self._column.get(passage)
        return 0.0 if column is None else float(self._close[item, column])

    def closer(self, item: int, passage: str) -> float:
        column = self._column.get(passage)
        return 0.0 if column is None else float(self._closer[item, column])

    def near(self, one: str, other: str) -> float:
        row, column = self._wanted.get(one), self._said.get(other)
        return 0.0 if row is None or column is None else float(self._near[row, column])


def affordable(embedder: Embedder, reading: Reading) -> list[str]:
    """The passages that are embedded: all, or those likeliest to earn a point within MAX_PASSAGE_TOKENS."""
    texts = reading.texts()
    costs = dict(zip(texts, embedder.count(texts), strict=True))
    wanted = {word.stem for criterion in reading.criteria for word in content_words(criterion)}
    chosen, left = [], MAX_PASSAGE_TOKENS
    for text in sorted(texts, key=lambda text: -len(wanted & {word.stem for word in content_words(text)})):
        left -= min(costs[text], embedder.max_tokens)
        if left < 0:
            break
        chosen.append(text)
    return chosen


def without(vectors: Vectors, direction: Vectors) -> Vectors:
    """Vectors [n, d] without their share of `direction` [1, d], scaled to length 1 or a little less."""
    rest = vectors - (vectors @ direction.T) * direction
    length = np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), MIN_REST_LENGTH)
    scaled: Vectors = (rest / length).astype(np.float32)
    return scaled
