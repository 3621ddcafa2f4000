"""Stagings that nobody went on with."""

from dataclasses import dataclass
from datetime import timedelta

from traclearn_corpus import queries
from traclearn_corpus.connection import Graph, Transaction
from traclearn_corpus.writing.documents import locked


@dataclass(frozen=True, slots=True)
class Swept:
    revisions: int
    chunks: int


async def sweep(graph: Graph, older_than: timedelta) -> Swept:
    """Drops each staging that `stage` has not touched for so long. Who goes on with one is told NotStaged."""
    seconds = int(older_than.total_seconds())
    swept = [Swept(0, 0)]
    for row in await graph.read(lambda transaction: transaction.run(queries.ABANDONED, seconds=seconds)):
        swept.append(await _one(graph, row["document"], row["id"], seconds))
    return Swept(sum(one.revisions for one in swept), sum(one.chunks for one in swept))


async def _one(graph: Graph, document: str, revision: str, seconds: int) -> Swept:
    async def work(transaction: Transaction) -> Swept:
        await locked(transaction, document)
        dropped = await transaction.one(queries.DROP_ABANDONED, id=revision, seconds=seconds)
        orphans = await transaction.one(queries.DROP_ORPHANS, document=document)
        return Swept(dropped["revisions"], orphans["chunks"])

    return await graph.write(work)
