"""One question to both indexes: what may answer it, each measured in the same way."""

from dataclasses import dataclass

from traclearn_corpus import queries
from traclearn_corpus.connection import Row, Transaction
from traclearn_corpus.errors import CorpusEmpty
from traclearn_corpus.models import vector_property
from traclearn_corpus.reading import scoring
from traclearn_corpus.reading.words import content_words, lucene
from traclearn_corpus.vectors import Vector, checked

FETCH, MAX_FETCH = 100, 10_000
"""Candidates asked of each index at first, and at last: both filter only after they have chosen."""
CHUNKS_PER_CANDIDATE = 200
"""The vector index is approximate: in 100,000 chunks it takes 500 candidates to hold the nearest 20."""


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    subject: str | None
    documents: list[str] | None
    model: str | None = None
    vector: Vector | None = None
    """Of the text, by `model`; None: words alone find."""


@dataclass(frozen=True, slots=True)
class Nearest:
    hits: list[Row]
    """With their nearness, `near`; the nearest first."""
    model: str
    """The corpus's. Of a question that was embedded with another one nothing is looked for."""
    generation: int
    generation_after: int
    """The corpus's before and after all else was read."""


def least_candidates(wanted: int) -> int:
    """Asked of each index for the `wanted` best, however small the corpus is."""
    return max(FETCH, 10 * wanted)


async def find_nearest(transaction: Transaction, question: Question, wanted: int) -> Nearest:
    """The chunks that the reader may see and asked for. Raises CorpusEmpty and WrongDimension."""
    least, generation = least_candidates(wanted), None
    while True:
        row = await _find(transaction, question, wanted, least)
        generation = row["generation"] if generation is None else generation
        asked: int = row["fetch"]
        if len(row["hits"]) >= wanted or row["candidates"] < asked or asked >= MAX_FETCH:
            return Nearest(row["hits"], row["model"], generation, row["after"])
        least = 5 * asked


async def _find(transaction: Transaction, question: Question, wanted: int, least: int) -> Row:
    words, vector = content_words(question.text), question.vector
    row = await transaction.one(
        queries.FIND,
        model=question.model,
        property=vector_property(question.model or ""),
        vector=None if vector is None else checked("the question", vector, len(vector)).tolist(),
        index=queries.TEXT_INDEX,
        words=lucene(words) if words else "",
        terms=max(len(words), 1),
        weight=scoring.WORDS_WEIGHT,
        least=least,
        share=CHUNKS_PER_CANDIDATE,
        subject=question.subject,
        documents=question.documents,
        limit=wanted,
    )
    if not row:
        raise CorpusEmpty("No embedding model has been adopted yet.")
    if vector is not None and row["model"] == question.model:
        checked("the question", vector, row["dimension"])
    return row
