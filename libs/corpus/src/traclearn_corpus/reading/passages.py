"""Chunks with where they stand, for whoever teaches from them."""

from collections.abc import Collection
from dataclasses import dataclass

from traclearn_corpus import queries
from traclearn_corpus.chunks import Heading
from traclearn_corpus.connection import Graph


@dataclass(frozen=True, slots=True)
class Passage:
    """A live chunk with what is said of its document."""

    chunk: str
    document: str
    name: str
    title: str
    origin: str
    """`upload` or `wiki`."""
    heading: Heading
    page: int | None
    kind: str
    content: str


async def passages(graph: Graph, chunks: Collection[str]) -> dict[str, Passage]:
    """By the chunk's id; those that are not live any more are left out."""
    rows = await graph.read(lambda transaction: transaction.run(queries.PASSAGES, chunks=sorted(chunks)))
    return {row["chunk"]: Passage(**{**row, "heading": tuple(row["heading"])}) for row in rows}
