"""What a goal needs with the passages that teach it: all that a path is made of, read at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from traclearn_corpus import queries
from traclearn_corpus.concepts import ConceptGraph, concept_key
from traclearn_corpus.connection import Transaction
from traclearn_corpus.reading.passages import Passage, passages_of
from traclearn_corpus.reading.subject import needs_of


@dataclass(frozen=True, slots=True)
class Wanted:
    subject: str
    concepts: Collection[str]
    """These, and all that they need, at any remove."""
    passages: int
    """So many of each concept at most, the first ones."""
    chunks: Collection[str] = ()
    """To be read besides."""
    subjects: Collection[str] = ()
    """Of which it is to be said whether they are stale."""


@dataclass(frozen=True, slots=True)
class Closure:
    graph: ConceptGraph
    """As `read_needs` gives it."""
    passages: Mapping[str, Passage]
    """By the chunk's id; those that are not live are left out."""
    stale: frozenset[str]
    """Of the subjects those whose material changed since their concepts were last written."""
    generation: int | None
    """The corpus's, after all that was read; None where there is no corpus, and nothing in it."""


async def read_closure(transaction: Transaction, wanted: Wanted) -> Closure:
    found = await transaction.one(
        queries.CLOSURE,
        subject=wanted.subject,
        keys=[concept_key(wanted.subject, name) for name in wanted.concepts],
        each=wanted.passages,
        chunks=sorted(wanted.chunks),
        subjects=sorted(wanted.subjects),
    )
    if not found:
        return Closure(ConceptGraph(wanted.subject), {}, frozenset(), None)
    graph = needs_of(wanted.subject, found)
    return Closure(graph, passages_of(found), frozenset(found["stale"]), found["generation"])
