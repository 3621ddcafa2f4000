"""Concepts and prerequisites: found in the live chunks of a subject, kept in the graph, shown to authors."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from traclearn_corpus import ConceptGraph, Decision, Facts, Graph, reading, writing
from traclearn_documents import Link

from indexer.domain.concepts.chunk_facts import ChunkFacts
from indexer.domain.concepts.concept_graph import infer_concept_graph
from indexer.domain.concepts.cycles import would_cycle
from indexer.domain.concepts.terms import find_terms
from indexer.domain.concepts.words import concept_key

Json = dict[str, Any]
AUTHORS_OWN = ("added", "confirmed")


class ConceptGraphs:
    """Reads and writes the graph. Raises GraphAway while it cannot be reached."""

    def __init__(self, connection: Graph) -> None:
        self._graph = connection

    async def refresh(self, subject: str) -> bool:
        """Finds and writes them; False when the subject moved on meanwhile and nothing was written."""
        facts = await reading.facts(self._graph, subject)
        graph = await asyncio.to_thread(found, facts)
        # not as `meant`: a decision on HTTPS waits for its material, HTTP does not get it for good
        return not (
            await writing.write_concept_graph(self._graph, graph, facts.generation, concept_key)
        ).stale

    async def known_names(self, subject: str, *names: str) -> list[str | None]:
        """What the subject calls these concepts, whatever their case and number; None for one not taught."""
        known = _named(names, await reading.concept_graph(self._graph, subject))
        if None in known:  # what was written last may lag behind the material
            graph = await asyncio.to_thread(found, await reading.facts(self._graph, subject))
            known = _named(names, graph)
        return known

    async def would_cycle(self, subject: str, concept: str, prerequisite: str) -> bool:
        """Whether authors' own edges already lead the other way."""
        graph = await reading.concept_graph(self._graph, subject)
        own = [
            (concept_key(edge.concept), concept_key(edge.prerequisite))
            for edge in graph.edges
            if edge.decision in AUTHORS_OWN
        ]
        return bool(would_cycle(own, (concept_key(concept), concept_key(prerequisite))))

    async def save_decision(self, decision: Decision) -> None:
        """Keeps it as the only one on its edge, however that was spelled before."""
        graph = await reading.concept_graph(self._graph, decision.subject)
        names = [decision.concept, decision.prerequisite, *(concept.name for concept in graph.concepts)]
        await writing.decide(self._graph, decision, meant(names))

    async def describe(self, subject: str | None) -> Json:
        """One subject as authors see it (the first without one), and the names of all."""
        subjects = await reading.subjects(self._graph)
        chosen = subject or next(iter(subjects), None)
        graph = await self._shown(chosen) if chosen else ConceptGraph("")
        return {
            "subjects": subjects,
            "subject": chosen,
            "concepts": [{"name": each.name, "chunks": len(each.chunks)} for each in graph.concepts],
            "edges": [asdict(edge) for edge in graph.edges],
            "cycles": [list(cycle) for cycle in graph.cycles],
        }

    async def describe_edge(self, subject: str, concept: str, prerequisite: str) -> Json:
        """The edge as it stands now; without evidence where none is drawn."""
        graph = await self._shown(subject)
        same = meant(each.name for each in graph.concepts)
        for edge in graph.edges:
            if (same(edge.concept), same(edge.prerequisite)) == (same(concept), same(prerequisite)):
                return asdict(edge)
        nothing: Json = {"evidence": [], "decision": None, "state": "suggested", "weight": 0.0}
        return {"concept": concept, "prerequisite": prerequisite} | nothing

    async def _shown(self, subject: str) -> ConceptGraph:
        """With every edge that authors removed: what is not shown they could not take back."""
        graph = await reading.concept_graph(self._graph, subject)
        edges = {
            (edge.concept, edge.prerequisite): edge
            for edge in (*await reading.removed(self._graph, subject), *graph.edges)
        }
        return replace(graph, edges=[edges[ends] for ends in sorted(edges)])


def meant(names: Iterable[str]) -> Callable[[str], str]:
    """The key of the concept that an author means by a name, found among these as the inference finds it."""
    known = {concept_key(name) for name in names}
    return lambda name: next(
        (own for own in (concept_key(name), concept_key(name.lower())) if own in known), concept_key(name)
    )


def _named(names: Iterable[str], graph: ConceptGraph) -> list[str | None]:
    own = {concept_key(concept.name): concept.name for concept in graph.concepts}
    return [own.get(same) for same in map(meant(own.values()), names)]


def found(facts: Facts) -> ConceptGraph:
    """What is inferred of a subject."""
    return infer_concept_graph(facts.subject, _chunks(facts), facts.decisions)


def _chunks(facts: Facts) -> list[ChunkFacts]:
    return [
        ChunkFacts(
            id=chunk.id,
            document=source.document,
            document_name=source.name,
            document_title=source.title,
            ordinal=chunk.ordinal,
            heading=tuple(chunk.heading),
            content=chunk.content,
            terms=find_terms(chunk.content),
            links=links,
            front_concept=front.get("concept"),
            front_prerequisites=tuple(front.get("prerequisites") or ()),
            difficulty=front.get("difficulty"),
        )
        for source in facts.documents
        for links, front in [(_links(source.facts), source.facts.get("front") or {})]
        for chunk in source.chunks
    ]


def _links(facts: Mapping[str, Any]) -> tuple[Link, ...]:
    return tuple(
        Link(each["target"], each["text"], tuple(each["heading"]), each.get("rel", ""))
        for each in facts.get("links") or ()
    )
