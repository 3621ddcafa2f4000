"""Concepts and prerequisites: found in the live chunks of a subject, kept in the graph, shown to authors."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict, replace
from typing import Any

from traclearn_corpus import (
    Concept,
    ConceptGraph,
    Facts,
    Graph,
    Prerequisite,
    reading,
    without_pictures,
    writing,
)
from traclearn_corpus.writing import FormerDecision
from traclearn_documents import Link

from indexer.adapters.store import SqlStore
from indexer.domain.concepts.author_decisions import AUTHORS_OWN, AuthorDecisions, Taught, TaughtNames
from indexer.domain.concepts.chunk_facts import ChunkFacts
from indexer.domain.concepts.concept_graph import infer_concept_graph
from indexer.domain.concepts.terms import find_terms
from indexer.domain.concepts.words import concept_key

Json = dict[str, Any]
Transactions = Callable[[], AbstractAsyncContextManager[SqlStore]]


class ConceptGraphs:
    """Reads and writes the graph; what authors decided comes from the database.

    Raises GraphAway while the graph cannot be reached.
    """

    def __init__(self, connection: Graph, transactions: Transactions) -> None:
        self._graph = connection
        self._transactions = transactions

    async def refresh(self, subject: str) -> bool:
        """Finds and writes them; False when the subject moved on meanwhile and nothing was written."""
        graph, generation = await self._infer(subject)
        return not (await writing.write_concept_graph(self._graph, graph, generation)).stale

    async def taught_names(self, subject: str, *wanted: str) -> TaughtNames:
        """Those that were written last; where one of `wanted` is missing, those of the material as it is."""
        names = TaughtNames((await reading.concept_graph(self._graph, subject, evidence=False)).concepts)
        if any(names.find(name) is None for name in wanted):
            names = TaughtNames((await self._infer(subject))[0].concepts)
        return names

    async def former_decisions(self) -> list[FormerDecision]:
        return await writing.former_decisions(self._graph)

    async def drop_former_decisions(self, former: Sequence[FormerDecision]) -> None:
        await writing.drop_former_decisions(self._graph, former)

    async def describe(self, subject: str | None) -> Json:
        """One subject as authors see it (the first without one), and the names of all."""
        subjects = await reading.subjects(self._graph)
        chosen = subject or next(iter(subjects), None)
        decided = await self._decided(chosen) if chosen else AuthorDecisions()
        graph = await self._shown(chosen, decided) if chosen else ConceptGraph("")
        return {
            "subjects": subjects,
            "subject": chosen,
            "concepts": [_described(each) for each in graph.concepts],
            "names": [
                {"concept": each.concept, "decision": each.change, "to": each.to}
                for each in decided.names.in_force()
            ],
            "edges": [asdict(edge) for edge in graph.edges],
            "cycles": [list(cycle) for cycle in graph.cycles],
        }

    async def describe_edge(self, subject: str, concept: str, prerequisite: str) -> Json:
        """The edge as it stands now; without evidence where none is drawn."""
        graph = await self._shown(subject, await self._decided(subject))
        names = TaughtNames(graph.concepts)
        one, other = (names.find(name) or name for name in (concept, prerequisite))
        bare = Prerequisite(one, other, 0.0)
        edge = next((each for each in graph.edges if _key(each) == _key(bare)), bare)
        return asdict(edge)

    async def describe_concept(self, subject: str, name: str) -> Json:
        """The concept of this name as it is now; without chunks when there is none."""
        concepts = (await reading.concept_graph(self._graph, subject, evidence=False)).concepts
        called = TaughtNames(concepts).find(name)
        return _described(next((each for each in concepts if each.name == called), Concept(name)))

    async def _infer(self, subject: str) -> tuple[ConceptGraph, int]:
        """What is inferred of a subject, and the generation that it was read in.

        Decisions are read after the facts: what is written is never older than what stands there.
        """
        facts = await reading.facts(self._graph, subject)
        decided = await self._decided(subject)
        return await asyncio.to_thread(found, facts, decided), facts.generation

    async def _decided(self, subject: str) -> AuthorDecisions:
        async with self._transactions() as store:
            return await store.author_decisions(subject)

    async def _shown(self, subject: str, decided: AuthorDecisions) -> ConceptGraph:
        """With what authors said last, though the graph follows later, and with every edge that they removed:
        what is not shown they could not take back."""
        graph = await reading.concept_graph(self._graph, subject)
        drawn = [*await reading.removed(self._graph, subject), *graph.edges]
        edges = _with_decisions(drawn, decided, TaughtNames(graph.concepts).has)
        return replace(graph, edges=sorted(edges, key=lambda edge: (edge.concept, edge.prerequisite)))


def found(facts: Facts, decided: AuthorDecisions) -> ConceptGraph:
    """What is inferred of a subject."""
    graph = infer_concept_graph(facts.subject, _chunks(facts), decided.edges(), decided.names)
    names = decided.names
    concepts = [
        replace(each, aliases=names.aliases(each.name), former=names.former(each.name))
        for each in graph.concepts
    ]
    return replace(graph, concepts=concepts)


def _with_decisions(
    edges: Iterable[Prerequisite], decided: AuthorDecisions, taught: Taught
) -> Iterable[Prerequisite]:
    """What authors removed stands also where the concepts have no material now."""
    shown = {_key(edge): _undecided(edge) for edge in edges}
    names = decided.names
    for each in decided.edges():
        bare = Prerequisite(names.called(each.concept), names.called(each.prerequisite), 0.0)
        own = each.decision in AUTHORS_OWN
        if own and not (taught(bare.concept) and taught(bare.prerequisite)):
            continue
        drawn = shown.get(_key(bare), bare)
        state = "said" if own else drawn.state
        shown[_key(bare)] = replace(drawn, decision=each.decision, state=state)
    return shown.values()


def _undecided(edge: Prerequisite) -> Prerequisite:
    """As it stands while the graph has not yet forgotten a decision."""
    return replace(edge, decision=None, state="suggested") if edge.decision else edge


def _key(edge: Prerequisite) -> tuple[str, str]:
    return concept_key(edge.concept), concept_key(edge.prerequisite)


def _described(concept: Concept) -> Json:
    return {"name": concept.name, "chunks": len(concept.chunks), "aliases": list(concept.aliases)}


def _chunks(facts: Facts) -> list[ChunkFacts]:
    return [
        ChunkFacts(
            id=chunk.id,
            document=source.document,
            document_name=source.name,
            document_title=source.title,
            ordinal=chunk.ordinal,
            heading=tuple(chunk.heading),
            content=content,
            terms=find_terms(content),
            links=links,
            front_concept=front.get("concept"),
            front_prerequisites=tuple(front.get("prerequisites") or ()),
            difficulty=front.get("difficulty"),
        )
        for source in facts.documents
        for links, front in [(_links(source.facts), source.facts.get("front") or {})]
        for chunk in source.chunks
        for content in [without_pictures(chunk.content)]
    ]


def _links(facts: Mapping[str, Any]) -> tuple[Link, ...]:
    return tuple(
        Link(each["target"], each["text"], tuple(each["heading"]), each.get("rel", ""))
        for each in facts.get("links") or ()
    )
