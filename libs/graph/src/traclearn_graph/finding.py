"""The chunks that answer a question: by words and by meaning, among what is live."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from traclearn_embedding import Embedder

from traclearn_graph import queries, scoring
from traclearn_graph.connection import Graph, Row, Transaction
from traclearn_graph.models import corpus, vector_property
from traclearn_graph.pieces import Heading
from traclearn_graph.settled import settled
from traclearn_graph.vectors import Vector, checked
from traclearn_graph.words import lucene, telling

FETCH, MOST = 100, 10_000
"""Candidates asked of each index at first, and at last: both filter only after they have chosen."""
CHUNKS_PER_CANDIDATE = 200
"""The vector index is approximate: in 100,000 chunks it takes 500 candidates to hold the nearest 20."""


@dataclass(frozen=True, slots=True)
class Hit:
    chunk: str
    document: str
    name: str
    title: str
    subject: str
    heading: Heading
    page: int | None
    content: str
    concept: str | None
    score: float
    """0..1; ON_TOPIC (0.65) and more: on the question's topic."""


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    vector: Vector | None
    """Of the text, by `model`; None: words alone find."""
    model: str
    subject: str | None = None
    """None: all of them."""


class Search:
    """`embedders`: those at hand. The one of the corpus's model is used; without it words alone find."""

    def __init__(self, graph: Graph, embedders: Sequence[Embedder]) -> None:
        self._graph = graph
        self._embedders = {embedder.model_id: embedder for embedder in embedders}

    async def find(self, text: str, k: int = 10, subject: str | None = None) -> list[Hit]:
        model = (await corpus(self._graph)).model
        embedder = self._embedders.get(model)
        vector = None if embedder is None else (await asyncio.to_thread(embedder.embed, [text]))[0]
        return await search(self._graph, Question(text, vector, model, subject), k)


async def search(graph: Graph, question: Question, k: int = 10) -> list[Hit]:
    """The best `k` live chunks, the best first.

    While the corpus changes to the question's model, chunks without such a vector are found by their words.
    """

    async def work(transaction: Transaction) -> list[Hit]:
        best = (await Inquiry(transaction, question).nearest(k))[:k]
        rows = await transaction.run(queries.HITS, chunks=[chunk for chunk, _ in best])
        found = {row["chunk"]: row for row in rows}
        return [_hit(found[chunk], near, question.model) for chunk, near in best if chunk in found]

    return await settled(graph, work)


class Inquiry:
    """One question to both indexes."""

    def __init__(self, transaction: Transaction, question: Question) -> None:
        self._transaction = transaction
        self._question = question
        self._words = telling(question.text)

    async def nearest(self, wanted: int) -> list[tuple[str, float]]:
        """Chunks with their nearness, the nearest first: `wanted` or more where there are so many."""
        chunks = (await self._transaction.one(queries.SIZE))["chunks"]
        vector = await self._vector()
        fetch = max(FETCH, 10 * wanted, chunks // CHUNKS_PER_CANDIDATE)
        while True:
            by_words, by_vector = await self._by_words(fetch, vector), await self._by_vector(fetch, vector)
            near = self._nearness([*by_words, *by_vector], chunks)
            exhausted = max(len(by_words), len(by_vector)) < fetch
            if exhausted or len(near) >= wanted or fetch >= MOST:
                return sorted(near.items(), key=lambda item: (-item[1], item[0]))
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
        place, subject = vector_property(self._question.model), self._question.subject
        return await self._transaction.run(
            query, fetch=fetch, vector=vector, property=place, subject=subject, **more
        )

    def _nearness(self, rows: list[Row], chunks: int) -> dict[str, float]:
        near: dict[str, float] = {}
        for row in rows:
            if row["document"] is not None:
                covered = scoring.coverage(row["words"], len(self._words), chunks)
                here = scoring.nearness(row["cosine"], covered)
                near[row["chunk"]] = max(here, near.get(row["chunk"], here))
        return near


def _hit(row: Row, near: float, model: str) -> Hit:
    return Hit(**{**row, "heading": tuple(row["heading"])}, score=scoring.score(near, model))
