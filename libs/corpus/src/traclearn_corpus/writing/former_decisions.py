"""Authors' decisions that versions before kept in the graph alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from traclearn_corpus import queries
from traclearn_corpus.concepts import Decision
from traclearn_corpus.connection import Graph, Row, Transaction


@dataclass(frozen=True, slots=True)
class FormerDecision:
    decision: Decision
    """`at` is to the microsecond: the same each time it is read."""
    edge: str
    stamp: str
    """When, as the graph has it."""


async def former_decisions(graph: Graph) -> list[FormerDecision]:
    """Those that nobody has imported yet, the oldest first."""
    rows = await graph.read(lambda transaction: transaction.run(queries.FORMER_DECISIONS))
    return [FormerDecision(_decision(row), row["edge"], row["stamp"]) for row in rows]


async def drop_former_decisions(graph: Graph, former: Sequence[FormerDecision]) -> None:
    """Takes them out of the graph, once they are kept elsewhere."""

    async def work(transaction: Transaction) -> None:
        rows = [{"edge": each.edge, "stamp": each.stamp} for each in former]
        await transaction.run(queries.DROP_FORMER_DECISIONS, rows=rows)
        await transaction.run(queries.DROP_LONE_CONCEPTS_ANYWHERE)

    await graph.write(work)


def _decision(row: Row) -> Decision:
    same = ("subject", "concept", "prerequisite", "decision", "by")
    return Decision(**{name: row[name] for name in same}, at=row["at"].to_native())
