"""One question to both indexes: what may answer it, each measured in the same way."""

from dataclasses import dataclass
from typing import Self

from traclearn_corpus import queries
from traclearn_corpus.connection import Row, Transaction
from traclearn_corpus.models import vector_property
from traclearn_corpus.reading import scoring
from traclearn_corpus.reading.words import content_words, lucene
from traclearn_corpus.vectors import Vector, checked

FETCH, MAX_FETCH = 100, 10_000
"""Candidates asked of each index at first, and at last: both filter only after they have chosen."""
CHUNKS_PER_CANDIDATE = 200
"""The vector index is approximate: in 100,000 chunks it takes 500 candidates to hold the nearest 20."""


def candidate_count(wanted: int, chunks: int) -> int:
    """How many are asked of each index at first for the `wanted` best of so many chunks."""
    return max(FETCH, 10 * wanted, chunks // CHUNKS_PER_CANDIDATE)


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    vector: Vector | None
    """Of the text, by `model`; None: words alone find."""
    model: str
    subject: str | None
    documents: list[str] | None


@dataclass(frozen=True, slots=True)
class Candidates:
    generation: int
    nearest: list[tuple[str, float]]
    """Chunks with their nearness, the nearest first."""

    @classmethod
    async def gather(cls, transaction: Transaction, question: Question, wanted: int) -> Self:
        """`wanted` or more, where there are so many."""
        size = await transaction.one(queries.SIZE)
        near = await _Inquiry(transaction, question, size["chunks"]).nearness(wanted)
        return cls(size["generation"], sorted(near.items(), key=lambda item: (-item[1], item[0])))


class _Inquiry:
    def __init__(self, transaction: Transaction, question: Question, chunks: int) -> None:
        self._transaction = transaction
        self._question = question
        self._chunks = chunks
        self._words = content_words(question.text)

    async def nearness(self, wanted: int) -> dict[str, float]:
        vector = await self._vector()
        fetch = candidate_count(wanted, self._chunks)
        while True:
            by_words, by_vector = await self._by_words(fetch, vector), await self._by_vector(fetch, vector)
            near = self._measured([*by_words, *by_vector])
            exhausted = max(len(by_words), len(by_vector)) < fetch
            if exhausted or len(near) >= wanted or fetch >= MAX_FETCH:
                return near
            fetch *= 5

    async def _vector(self) -> list[float] | None:
        """The question's, if the corpus has a place for its model. Raises WrongDimension."""
        known = await self._transaction.one(queries.MODEL, model=self._question.model)
        if not known or self._question.vector is None:
            return None
        numbers: list[float] = checked("the question", self._question.vector, known["dimension"]).tolist()
        return numbers

    async def _by_words(self, fetch: int, vector: list[float] | None) -> list[Row]:
        if not self._words:
            return []
        index, said = queries.TEXT_INDEX, lucene(self._words)
        return await self._ask(queries.FOUND_BY_WORDS, fetch, vector, index=index, words=said)

    async def _by_vector(self, fetch: int, vector: list[float] | None) -> list[Row]:
        return [] if vector is None else await self._ask(queries.FOUND_BY_VECTOR, fetch, vector)

    async def _ask(self, query: str, fetch: int, vector: list[float] | None, **more: str) -> list[Row]:
        return await self._transaction.run(
            query,
            fetch=fetch,
            vector=vector,
            property=vector_property(self._question.model),
            subject=self._question.subject,
            documents=self._question.documents,
            **more,
        )

    def _measured(self, rows: list[Row]) -> dict[str, float]:
        """Those that the reader may see and asked for."""
        near: dict[str, float] = {}
        for row in rows:
            if row["document"] is not None:
                covered = scoring.coverage(row["words"], len(self._words), self._chunks)
                here = scoring.nearness(row["cosine"], covered)
                near[row["chunk"]] = max(here, near.get(row["chunk"], here))
        return near
