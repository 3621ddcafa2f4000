"""Reading while others change: Neo4j isolates statements no further than "read committed"."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from traclearn_corpus import queries
from traclearn_corpus.connection import Graph, Transaction

T = TypeVar("T")
Watched = tuple[T, int | None, int | None]
"""What was read, with the corpus's generation before all of it and after it."""
MAX_OPTIMISTIC_TRIES = 3
"""Attempts without a lock."""


async def read_consistently(graph: Graph, work: Callable[[Transaction], Awaitable[T]]) -> T:
    """What `work` reads between two changes of the corpus, so that it holds one state and no mixture.

    Looks whether the generation moved meanwhile. Where it always does, the last attempt holds the corpus.
    """

    async def watched(transaction: Transaction) -> Watched[T]:
        before = await read_generation(transaction)
        found = await work(transaction)
        return found, before, await read_generation(transaction)

    return await read_watched(graph, watched)


async def read_watched(graph: Graph, work: Callable[[Transaction], Awaitable[Watched[T]]]) -> T:
    """As `read_consistently`, for `work` that looks at the generation itself, in statements that it has
    anyway: each is a way to the server and back."""

    async def alone(transaction: Transaction) -> T:
        await transaction.run(queries.LOCK_CORPUS)
        found, *_ = await work(transaction)
        return found

    for _ in range(MAX_OPTIMISTIC_TRIES):
        found, before, after = await graph.look(work)
        if before == after:
            return found
    return await graph.write(alone)


async def read_generation(transaction: Transaction) -> int | None:
    """None where nothing was ever indexed."""
    return (await transaction.one(queries.GENERATION)).get("generation")
