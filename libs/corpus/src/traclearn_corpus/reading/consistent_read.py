"""Reading while others change: Neo4j isolates statements no further than "read committed"."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from traclearn_corpus import queries
from traclearn_corpus.connection import Graph, Transaction

T = TypeVar("T")
MAX_OPTIMISTIC_TRIES = 3
"""Attempts without a lock."""


async def read_consistently(graph: Graph, work: Callable[[Transaction], Awaitable[T]]) -> T:
    """What `work` reads between two changes of the corpus, so that it holds one state and no mixture.

    Looks whether the generation moved meanwhile. Where it always does, the last attempt holds the corpus.
    """

    async def watched(transaction: Transaction) -> tuple[T, bool]:
        before = await transaction.one(queries.GENERATION)
        found = await work(transaction)
        return found, before == await transaction.one(queries.GENERATION)

    async def alone(transaction: Transaction) -> T:
        await transaction.run(queries.LOCK_CORPUS)
        return await work(transaction)

    for _ in range(MAX_OPTIMISTIC_TRIES):
        found, still = await graph.read(watched)
        if still:
            return found
    return await graph.write(alone)
