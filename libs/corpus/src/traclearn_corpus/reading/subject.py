"""A subject as it is: what concepts are inferred from, and what was inferred."""

import json
from collections import defaultdict
from typing import Any

from traclearn_corpus import queries
from traclearn_corpus.chunks import LivePiece, live_piece
from traclearn_corpus.concepts import Concept, Decision, Edge, Facts, Source, Teaching
from traclearn_corpus.connection import Graph, Row, Transaction
from traclearn_corpus.reading.settled import settled


async def subjects(graph: Graph) -> list[str]:
    """Those that have something live, by name."""
    rows = await graph.read(lambda transaction: transaction.run(queries.SUBJECTS))
    return [row["subject"] for row in rows]


async def facts(graph: Graph, subject: str) -> Facts:
    """All live documents of the subject with their chunks, by name, and what authors decided."""

    async def work(transaction: Transaction) -> Facts:
        node = await transaction.one(queries.SUBJECT, subject=subject)
        sources = await transaction.run(queries.SOURCES, subject=subject)
        pieces: dict[str, list[LivePiece]] = defaultdict(list)
        for row in await transaction.run(queries.SUBJECT_PIECES, subject=subject):
            pieces[row["document"]].append(live_piece(row["piece"]))
        decisions = await transaction.run(queries.DECISIONS, subject=subject)
        return Facts(
            subject,
            node.get("generation", 0),
            tuple(_source(row, pieces[row["document"]]) for row in sources),
            tuple(Decision(subject, **row) for row in decisions),
        )

    return await settled(graph, work)


async def curriculum(graph: Graph, subject: str) -> Teaching:
    """What the last `teach` wrote, with live chunks only, and the edges that authors removed."""

    async def work(transaction: Transaction) -> Teaching:
        node = await transaction.one(queries.SUBJECT, subject=subject)
        concepts = await transaction.run(queries.CONCEPTS, subject=subject)
        edges = await transaction.run(queries.EDGES, subject=subject)
        ends = {
            row[end] for row in edges if row["decision"] != "removed" for end in ("concept", "prerequisite")
        }
        known = [_concept(row) for row in concepts if row["chunks"] or row["name"] in ends]
        names = {concept.name for concept in known}
        return Teaching(
            subject,
            tuple(known),
            tuple(_edge(row) for row in edges if {row["concept"], row["prerequisite"]} <= names),
            tuple(map(tuple, json.loads(node.get("cycles", "[]")))),
        )

    return await settled(graph, work)


async def removed(graph: Graph, subject: str) -> tuple[Edge, ...]:
    """The edges that authors removed, also where the concepts have nothing else to show themselves by."""
    rows = await graph.read(lambda transaction: transaction.run(queries.REMOVED, subject=subject))
    return tuple(_edge(row | {"decision": "removed"}) for row in rows)


def _source(row: Row, pieces: list[LivePiece]) -> Source:
    return Source(row["document"], row["name"], row["title"], json.loads(row["facts"]), tuple(pieces))


def _concept(row: Row) -> Concept:
    return Concept(row["name"], tuple(row["chunks"]), row["difficulty"])


def _edge(row: dict[str, Any]) -> Edge:
    evidence = tuple(json.loads(row["evidence"] or "[]"))
    return Edge(row["concept"], row["prerequisite"], row["weight"] or 0.0, evidence, row["decision"])
