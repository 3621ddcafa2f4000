"""Writing down what a subject teaches."""

import json
from dataclasses import asdict, dataclass

from traclearn_corpus import queries
from traclearn_corpus.concepts import ConceptGraph, Prerequisite, concept_key
from traclearn_corpus.connection import Graph, Row, Transaction


@dataclass(frozen=True, slots=True)
class WrittenConceptGraph:
    generation: int
    """Of the corpus."""
    stale: bool
    """The subject changed since its facts were read; nothing was written."""


async def write_concept_graph(
    graph: Graph, concept_graph: ConceptGraph, generation: int
) -> WrittenConceptGraph:
    """Replaces the subject's concepts and edges, and what its chunks say of them, in one transaction.

    Nothing is written when the subject is no longer of `generation` (its facts were read before a cut-over, a
    removal or another writing): read them again. Of two that infer at once one writes: whoever reads authors'
    decisions after the facts never overwrites what was inferred from newer ones.
    """

    async def work(transaction: Transaction) -> WrittenConceptGraph:
        await transaction.run(queries.LOCK_CORPUS)
        await transaction.run(queries.LOCK_SUBJECT, subject=concept_graph.subject)
        now = await transaction.one(queries.SUBJECT, subject=concept_graph.subject)
        if now["generation"] != generation:
            return WrittenConceptGraph((await transaction.one(queries.GENERATION))["generation"], stale=True)
        await _concepts(transaction, concept_graph)
        await _edges(transaction, concept_graph)
        await transaction.run(queries.DROP_LONE_CONCEPTS, subject=concept_graph.subject)
        await transaction.run(queries.SET_CHUNK_PREREQUISITES, subject=concept_graph.subject)
        cycles = json.dumps([list(cycle) for cycle in concept_graph.cycles])
        await transaction.run(queries.SET_INFERRED, subject=concept_graph.subject, cycles=cycles)
        return WrittenConceptGraph(
            (await transaction.one(queries.INCREMENT_GENERATION))["generation"], stale=False
        )

    return await graph.write(work)


async def _concepts(transaction: Transaction, concept_graph: ConceptGraph) -> None:
    subject, concepts = concept_graph.subject, concept_graph.concepts
    known = {concept.name for concept in concepts}
    ends = dict.fromkeys(name for edge in concept_graph.edges for name in (edge.concept, edge.prerequisite))
    rows = [
        {"key": concept_key(subject, concept.name), "name": concept.name, "ordinal": ordinal,
         "difficulty": concept.difficulty, "aliases": list(concept.aliases),
         "former": list(concept.former)}
        for ordinal, concept in enumerate(concepts)
    ]  # fmt: skip
    unlinked = [{"key": concept_key(subject, name), "name": name} for name in ends if name not in known]
    taught = {chunk: concept.name for concept in concepts for chunk in concept.chunks}
    pairs = [{"chunk": chunk, "key": concept_key(subject, name)} for chunk, name in taught.items()]
    await transaction.run(queries.UNLINK_CHANGED_CONCEPTS, subject=subject, taught=taught)
    await transaction.run(queries.MAKE_CONCEPTS, subject=subject, concepts=rows)
    await transaction.run(queries.ENSURE_CONCEPTS, subject=subject, concepts=unlinked)
    await transaction.run(queries.LINK_CONCEPTS, subject=subject, pairs=pairs)


def _ends(subject: str, concept: str, prerequisite: str) -> Row:
    return {"concept": concept_key(subject, concept), "prerequisite": concept_key(subject, prerequisite)}


async def _edges(transaction: Transaction, concept_graph: ConceptGraph) -> None:
    rows = [edge_row(concept_graph.subject, edge) for edge in concept_graph.edges]
    await transaction.run(queries.DROP_SUBJECT_EDGES, subject=concept_graph.subject)
    removed = [row for row in rows if row["decision"] == "removed"]
    await transaction.run(queries.CREATE_EDGES, edges=[row for row in rows if row["decision"] != "removed"])
    await transaction.run(queries.CREATE_REMOVED_EDGES, edges=removed)


def edge_row(subject: str, edge: Prerequisite) -> Row:
    return _ends(subject, edge.concept, edge.prerequisite) | {
        "weight": edge.weight,
        "evidence": json.dumps([asdict(item) for item in edge.evidence]),
        "decision": edge.decision,
        "state": edge.state,
    }
