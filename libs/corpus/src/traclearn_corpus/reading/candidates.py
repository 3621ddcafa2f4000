"""One question to both indexes: what may answer it, each measured in the same way."""

from dataclasses import dataclass

from traclearn_corpus import queries
from traclearn_corpus.connection import Row, Transaction
from traclearn_corpus.models import Corpus, vector_property
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
    subject: str | None
    documents: list[str] | None
    model: str | None = None
    vector: Vector | None = None
    """Of the text, by `model`; None: words alone find."""


class Candidates:
    """For a question with a vector of the corpus's model, or none."""

    def __init__(self, transaction: Transaction, question: Question, corpus: Corpus) -> None:
        """Raises WrongDimension."""
        self._transaction = transaction
        self._question = question
        self._corpus = corpus
        self._words = content_words(question.text)
        self._vector: list[float] | None = None
        if question.vector is not None:
            self._vector = checked("the question", question.vector, corpus.dimension).tolist()

    async def nearest(self, wanted: int) -> list[tuple[Row, float]]:
        """Those that the reader may see and asked for, with their nearness, the nearest first."""
        fetch = candidate_count(wanted, self._corpus.chunks)
        while True:
            near = await self._near(fetch)
            hits = await self._hits(near, wanted)
            if len(hits) >= wanted or len(near) < fetch or fetch >= MAX_FETCH:
                return [(hit, near[hit["chunk"]]) for hit in hits]
            fetch *= 5

    async def _near(self, fetch: int) -> dict[str, float]:
        """Any that the indexes name, with their nearness."""
        answer = await self._transaction.one(
            queries.CANDIDATES,
            fetch=fetch,
            index=queries.TEXT_INDEX,
            words=lucene(self._words) if self._words else "",
            property=vector_property(self._corpus.model),
            vector=self._vector,
        )
        return {chunk: self._nearness(words, cosine) for chunk, words, cosine in answer["found"]}

    async def _hits(self, near: dict[str, float], wanted: int) -> list[Row]:
        answer = await self._transaction.one(
            queries.HITS,
            chunks=sorted(near, key=lambda chunk: (-near[chunk], chunk)),
            subject=self._question.subject,
            documents=self._question.documents,
            limit=wanted,
        )
        hits: list[Row] = answer["hits"]
        return hits

    def _nearness(self, words: float, cosine: float | None) -> float:
        covered = scoring.coverage(words, len(self._words), self._corpus.chunks)
        return scoring.nearness(cosine, covered)
