"""One passage with its place in the document, for who reads on from a step or a grade."""

from dataclasses import dataclass

from traclearn_corpus import queries
from traclearn_corpus.chunks import Document, Heading
from traclearn_corpus.connection import Graph, Transaction
from traclearn_corpus.reading.settled import settled


@dataclass(frozen=True, slots=True)
class Passage:
    """A live chunk as readers see it."""

    id: str
    document: str
    name: str
    """The file's path within its folder, or the wiki page's name."""
    title: str
    origin: str
    heading: Heading
    page: int | None
    kind: str
    content: str
    previous: str | None
    """Ids of the chunks around it in the document."""
    next: str | None


async def find_passage(graph: Graph, document: Document, chunk: str) -> Passage | None:
    """None when the document has no such chunk now: it changed, or was taken away."""

    async def work(transaction: Transaction) -> Passage | None:
        rows = await transaction.run(queries.PASSAGE, document=str(document), chunk=chunk)
        return Passage(**{**rows[0], "heading": tuple(rows[0]["heading"])}) if rows else None

    return await settled(graph, work)
