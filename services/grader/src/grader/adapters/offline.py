"""The Grader that needs no network and no key: embeddings and words on this machine."""

import asyncio
from collections.abc import Sequence

import numpy as np
from pydantic import ValidationError
from traclearn_embedding import Embedder, Vectors
from traclearn_worker.retry import Permanent

from grader.domain.errors import BadReply
from grader.domain.judgement import Judgement
from grader.domain.offline import Offline
from grader.domain.port import Reply
from grader.domain.question import Question
from grader.domain.reading import Reading
from grader.domain.words import content

MOST_WORDS = 200
"""Words of an answer that get a vector of their own; beyond, they match by spelling and word list alone."""
MOST_TOKENS = 2500
"""Tokens of an answer's passages that are embedded, about 0.3 ms each. An answer of 400 words needs fewer; of
a longer one, the passages that share most words with the rubric count by vectors, the others by words."""
LEAST_REST = 0.25
"""What is left of a vector without the question's direction counts as at least so long: noise stays small."""


class VectorSpace:
    """All the closenesses for one answer: one embedding run, then table look-ups."""

    def __init__(self, embedder: Embedder, reading: Reading) -> None:
        texts = affordable(embedder, reading)
        vocabulary = reading.vocabulary()[:MOST_WORDS]
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
    """The passages that are embedded: all of them, or those likeliest to earn a point within MOST_TOKENS."""
    texts = reading.texts()
    costs = dict(zip(texts, embedder.count(texts), strict=True))
    wanted = {word.stem for criterion in reading.criteria for word in content(criterion)}
    chosen, left = [], MOST_TOKENS
    for text in sorted(texts, key=lambda text: -len(wanted & {word.stem for word in content(text)})):
        left -= min(costs[text], embedder.max_tokens)
        if left < 0:
            break
        chosen.append(text)
    return chosen


def without(vectors: Vectors, direction: Vectors) -> Vectors:
    """Vectors [n, d] without their share of `direction` [1, d], scaled to length 1 or a little less."""
    rest = vectors - (vectors @ direction.T) * direction
    length = np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), LEAST_REST)
    scaled: Vectors = (rest / length).astype(np.float32)
    return scaled


class OfflineGrader:
    """Grades provisionally, the same way each time. Works on a thread of its own, off the event loop."""

    provisional = True

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    @property
    def name(self) -> str:
        return f"offline/{self._embedder.model_id}"

    async def ask(self, question: Question, answer: str) -> Reply:
        """Raises Permanent when an answer breaks the judge: it would again, and nobody should wait for it."""
        try:
            return await asyncio.to_thread(self.judge, question, answer)
        except Exception as error:
            raise Permanent(f"the offline grader failed: {type(error).__name__}") from error

    def judge(self, question: Question, answer: str) -> Reply:
        """As `ask`, for callers without an event loop."""
        reading = Reading(question, answer)
        judgement = Offline(reading, VectorSpace(self._embedder, reading)).judgement()
        return judgement.model_dump(mode="json")

    def read(self, reply: Reply) -> Judgement:
        try:
            return Judgement.model_validate(reply)
        except ValidationError as error:
            raise BadReply("the offline grader's reply cannot be read") from error
