"""What readers see of one document, and what others have that is nearly the same."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from traclearn_corpus import queries
from traclearn_corpus.chunks import Chunk, Document, Heading, chunk_of
from traclearn_corpus.connection import Graph, Transaction
from traclearn_corpus.models import read_corpus, vector_property
from traclearn_corpus.reading.consistent_read import read_consistently

MIN_DUPLICATE_COSINE = 0.95
"""The cosine from which two chunks say the same. All models agree up there; below they differ."""
MAX_COMPARED_CHUNKS = 300
"""Chunks of a document whose meaning is compared, at 5 to 10 ms each; those after them only word by word."""
NEIGHBOURS_PER_CHUNK = 40
"""Asked of the approximate index for each chunk: a document's own chunks are among them."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another document's chunk."""

    document: str
    name: str
    chunk: str
    heading: Heading
    similarity: float
    """1.0 for the same words."""


async def live_chunks(graph: Graph, document: Document) -> list[Chunk]:
    """In order; [] when nothing is live."""

    async def work(transaction: Transaction) -> list[Chunk]:
        rows = await transaction.run(queries.LIVE_CHUNKS, document=str(document))
        return [chunk_of(row["chunk"]) for row in rows]

    return await read_consistently(graph, work)


async def duplicates(
    graph: Graph, document: Document, chunks: Sequence[str] | None = None, least: float = MIN_DUPLICATE_COSINE
) -> dict[str, list[Duplicate]]:
    """For each live chunk (or those of `chunks`) that has any: the nearest first.

    Of a whole document only the first 300 chunks are compared by meaning: ask for later ones by name.
    """

    async def work(transaction: Transaction) -> dict[str, list[Duplicate]]:
        model = (await read_corpus(transaction)).model
        rows = await transaction.run(
            queries.DUPLICATES,
            document=str(document),
            chunks=None if chunks is None else list(chunks),
            property=vector_property(model),
            measured=MAX_COMPARED_CHUNKS,
            fetch=NEIGHBOURS_PER_CHUNK,
            least=least,
        )
        found: dict[str, list[Duplicate]] = defaultdict(list)
        for row in rows:
            other = Duplicate(
                row["document"], row["name"], row["other"], tuple(row["heading"]), row["similarity"]
            )
            found[row["chunk"]].append(other)
        return dict(found)

    return await read_consistently(graph, work)
