"""Constraints and indexes; `prepare` before the first use, as often as wanted."""

from traclearn_corpus import queries
from traclearn_corpus.connection import Graph, Transaction

ONLINE_SECONDS = 60


async def prepare(graph: Graph) -> None:
    """Makes what is missing and waits until it is online."""
    for query in (*queries.CONSTRAINTS, *queries.INDEXES):
        await _alone(graph, query)
    await online(graph)


async def make_vector_index(graph: Graph, name: str, dimension: int) -> None:
    """An index over the property of the same name. `name` goes into the statement as it is: see `slug`."""
    await _alone(graph, queries.CREATE_VECTOR_INDEX.format(property=name, dimension=int(dimension)))
    await online(graph)


async def drop_index(graph: Graph, name: str) -> None:
    await _alone(graph, queries.DROP_INDEX, name=name)


async def online(graph: Graph) -> None:
    async def work(transaction: Transaction) -> None:
        await transaction.run(queries.AWAIT_INDEXES, seconds=ONLINE_SECONDS)

    await graph.read(work)


async def _alone(graph: Graph, query: str, **parameters: str) -> None:
    """Neo4j takes no schema statement beside others."""

    async def work(transaction: Transaction) -> None:
        await transaction.run(query, **parameters)

    await graph.write(work)
