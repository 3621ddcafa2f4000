"""A subject as it is: what concepts are inferred from, and what was inferred."""

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from traclearn_corpus import queries
from traclearn_corpus.chunks import Chunk, chunk_of
from traclearn_corpus.concepts import (
    Concept,
    ConceptGraph,
    EdgeState,
    Evidence,
    Facts,
    Prerequisite,
    Source,
    concept_key,
)
from traclearn_corpus.connection import Graph, Row, Transaction
from traclearn_corpus.reading.consistent_read import read_consistently


async def subjects(graph: Graph) -> list[str]:
    """Those that have something live, by name."""
    rows = await graph.read(lambda transaction: transaction.run(queries.SUBJECTS))
    return [row["subject"] for row in rows]


async def facts(graph: Graph, subject: str) -> Facts:
    """All live documents of the subject with their chunks, by name."""

    async def work(transaction: Transaction) -> Facts:
        node = await transaction.one(queries.SUBJECT, subject=subject)
        sources = await transaction.run(queries.SOURCES, subject=subject)
        chunks: dict[str, list[Chunk]] = defaultdict(list)
        for row in await transaction.run(queries.SUBJECT_CHUNKS, subject=subject):
            chunks[row["document"]].append(chunk_of(row["chunk"]))
        return Facts(
            subject,
            node.get("generation", 0),
            tuple(_source(row, chunks[row["document"]]) for row in sources),
        )

    return await read_consistently(graph, work)


async def concept_graph(graph: Graph, subject: str, *, evidence: bool = True) -> ConceptGraph:
    """What `write_concept_graph` wrote last, with live chunks only, and the edges that authors removed.

    Without `evidence` its edges carry none, and the reading is cheaper.
    """

    async def work(transaction: Transaction) -> ConceptGraph:
        node = await transaction.one(queries.SUBJECT, subject=subject)
        concepts = await transaction.run(queries.CONCEPTS, subject=subject)
        edges = await transaction.run(queries.EDGES, subject=subject, evidence=evidence)
        ends = {
            row[end] for row in edges if row["decision"] != "removed" for end in ("concept", "prerequisite")
        }
        known = [_concept(row) for row in concepts if row["chunks"] or row["name"] in ends]
        names = {concept.name for concept in known}
        shown = [row for row in edges if {row["concept"], row["prerequisite"]} <= names]
        return ConceptGraph(
            subject,
            tuple(known),
            tuple(drawn if evidence else replace(drawn, evidence=()) for drawn in map(_edge, shown)),
            tuple(map(tuple, _cycles(node))),
        )

    return await read_consistently(graph, work)


async def read_needs(transaction: Transaction, subject: str, names: Collection[str]) -> ConceptGraph:
    """These concepts and all that they need, at any remove: as much of the subject as a path looks at.

    Edges carry no evidence; suggested and removed ones are left out.
    """
    keys = [concept_key(subject, name) for name in names]
    return needs_of(subject, await transaction.one(queries.NEEDS, subject=subject, keys=keys))


def needs_of(subject: str, found: Row) -> ConceptGraph:
    """As `queries.NEEDS` gives them."""
    concepts = [_concept(row) for row in found["concepts"]]
    drawn = (replace(_edge(row), evidence=()) for rows in found["edges"] for row in rows)
    there = {concept.name for concept in concepts}
    return ConceptGraph(
        subject,
        concepts,
        [edge for edge in drawn if edge.is_needed],
        [cycle for cycle in _cycles(found) if there.issuperset(cycle)],
    )


async def read_called_now(transaction: Transaction, subject: str, name: str) -> str | None:
    """What the concept is called, or is a part of, that had this name; None where none had it."""
    rows = await transaction.run(queries.CALLED_NOW, subject=subject, name=name)
    return next((row["name"] for row in rows), None)


async def removed(graph: Graph, subject: str) -> tuple[Prerequisite, ...]:
    """The edges that authors removed, also where the concepts have nothing else to show themselves by."""
    rows = await graph.read(lambda transaction: transaction.run(queries.REMOVED, subject=subject))
    return tuple(map(_edge, rows))


def _source(row: Row, chunks: list[Chunk]) -> Source:
    return Source(row["document"], row["name"], row["title"], json.loads(row["facts"]), tuple(chunks))


def _concept(row: Row) -> Concept:
    aliases, former = (tuple(row[names] or ()) for names in ("aliases", "former"))
    return Concept(row["name"], tuple(row["chunks"]), row["difficulty"], aliases, former)


def _cycles(row: Row) -> list[list[str]]:
    cycles: list[list[str]] = json.loads(row.get("cycles") or "[]")
    return cycles


def _edge(row: dict[str, Any]) -> Prerequisite:
    evidence = tuple(Evidence(**item) for item in json.loads(row["evidence"] or "[]"))
    return Prerequisite(
        row["concept"],
        row["prerequisite"],
        row["weight"] or 0.0,
        evidence,
        row["decision"],
        row["state"] or _state_without(row["decision"], evidence),
    )


def _state_without(decision: str | None, evidence: tuple[Evidence, ...]) -> EdgeState:
    """Of an edge that was written before there were states."""
    said = decision in ("confirmed", "added") or any(item.kind == "front_matter" for item in evidence)
    return "said" if said else "suggested"
