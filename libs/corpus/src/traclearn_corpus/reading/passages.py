"""Chunks with where they stand, for whoever teaches from them or reads on from there."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from traclearn_corpus import queries
from traclearn_corpus.chunks import Document, Heading
from traclearn_corpus.connection import Graph, Row, Transaction
from traclearn_corpus.reading.consistent_read import read_consistently


@dataclass(frozen=True, slots=True)
class Passage:
    """A live chunk with what is said of its document."""

    chunk: str
    document: str
    name: str
    """The file's path within its folder, or the wiki page's name."""
    title: str
    origin: str
    """`upload` or `wiki`."""
    heading: Heading
    page: int | None
    kind: str
    content: str
    previous: str | None = None
    """Ids of the chunks around it in the document, as `find_passage` gives them."""
    next: str | None = None


async def read_passages(transaction: Transaction, chunks: Collection[str]) -> dict[str, Passage]:
    """By the chunk's id; those that are not live any more are left out."""
    return passages_of(await transaction.one(queries.PASSAGES, chunks=sorted(chunks)))


def passages_of(found: Row) -> dict[str, Passage]:
    """As `queries.PASSAGES` gives them."""
    return {row["chunk"]: _passage(row) for row in found["passages"]}


async def read_copies(transaction: Transaction, digests: Collection[str]) -> dict[str, list[Passage]]:
    """Live chunks that say just this, by `content_digest`: in the order of their documents' names."""
    found = defaultdict(list)
    for row in await transaction.run(queries.COPIES, digests=sorted(digests)):
        found[row["digest"]].append(_passage({name: row[name] for name in row if name != "digest"}))
    return dict(found)


async def find_passage(graph: Graph, document: Document, chunk: str) -> Passage | None:
    """None when the document has no such chunk now: it changed, or was taken away."""

    async def work(transaction: Transaction) -> Passage | None:
        rows = await transaction.run(queries.PASSAGE, document=str(document), chunk=chunk)
        return _passage(rows[0]) if rows else None

    return await read_consistently(graph, work)


def _passage(row: Mapping[str, Any]) -> Passage:
    return Passage(**{**row, "heading": tuple(row["heading"])})
