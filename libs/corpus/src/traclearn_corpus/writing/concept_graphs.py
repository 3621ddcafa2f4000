"""Writing down what a subject teaches, and authors' decisions on it."""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

from traclearn_corpus import queries
from traclearn_corpus.concepts import ConceptGraph, Decision, Prerequisite, concept_key
from traclearn_corpus.connection import Graph, Row, Transaction

Key = Callable[[str], str]
"""What is the same for all spellings of a concept's name."""


@dataclass(frozen=True, slots=True)
class WrittenConceptGraph:
    generation: int
    """Of the corpus."""
    stale: bool
    """The subject changed since its facts were read; nothing was written."""


async def write_concept_graph(
    graph: Graph, concept_graph: ConceptGraph, generation: int, key: Key = str
) -> WrittenConceptGraph:
    """Replaces the subject's concepts and edges, and what its chunks say of them, in one transaction.

    Nothing is written when the subject is no longer of `generation` (its facts were read before a cut-over,
    a removal or a decision): read them again. Decisions take the spelling of the concepts.
    """

    async def work(transaction: Transaction) -> WrittenConceptGraph:
        await transaction.run(queries.LOCK_CORPUS)
        await transaction.run(queries.LOCK_SUBJECT, subject=concept_graph.subject)
        now = await transaction.one(queries.SUBJECT, subject=concept_graph.subject)
        if now["generation"] != generation:
            return WrittenConceptGraph((await transaction.one(queries.GENERATION))["generation"], stale=True)
        await _concepts(transaction, concept_graph)
        await _respell(transaction, concept_graph, key)
        await _edges(transaction, concept_graph)
        await transaction.run(queries.DROP_LONE_CONCEPTS, subject=concept_graph.subject)
        await transaction.run(queries.SET_CHUNK_PREREQUISITES, subject=concept_graph.subject)
        cycles = json.dumps([list(cycle) for cycle in concept_graph.cycles])
        await transaction.run(queries.SET_CYCLES, subject=concept_graph.subject, cycles=cycles)
        return WrittenConceptGraph(
            (await transaction.one(queries.INCREMENT_GENERATION))["generation"], stale=False
        )

    return await graph.write(work)


async def decide(graph: Graph, decision: Decision, key: Key = str) -> None:
    """Keeps an author's word, whatever is indexed later. It takes effect with the next `write_concept_graph`.

    It is the only one on its edge then: what was said of it in another spelling goes.
    """
    subject, ends = decision.subject, _ends(decision.subject, decision.concept, decision.prerequisite)

    async def work(transaction: Transaction) -> None:
        await transaction.run(queries.LOCK_SUBJECT, subject=subject)
        said = await transaction.run(queries.DECISIONS, subject=subject)
        wanted = key(decision.concept), key(decision.prerequisite)
        pairs = [_ends(subject, *each) for each in map(_pair, said) if tuple(map(key, each)) == wanted]
        if decision.decision is not None:
            pairs = [pair for pair in pairs if pair != ends]  # keeps what the material said for it
        await transaction.run(queries.DELETE_DECISIONS, pairs=pairs)
        await transaction.run(queries.DROP_LONE_CONCEPTS, subject=subject)
        if decision.decision is not None:
            names = (decision.concept, decision.prerequisite)
            rows = [{"key": concept_key(subject, name), "name": name} for name in names]
            await transaction.run(queries.ENSURE_CONCEPTS, subject=subject, concepts=rows)
            await transaction.run(queries.SAVE_DECISION, **ends, decision=decision.decision, by=decision.by)
        await transaction.run(queries.INCREMENT_SUBJECT_GENERATIONS, subjects=[subject])

    await graph.write(work)


async def _concepts(transaction: Transaction, concept_graph: ConceptGraph) -> None:
    subject, concepts = concept_graph.subject, concept_graph.concepts
    known = {concept.name for concept in concepts}
    ends = dict.fromkeys(name for edge in concept_graph.edges for name in (edge.concept, edge.prerequisite))
    rows = [
        {"key": concept_key(subject, concept.name), "name": concept.name, "ordinal": ordinal,
         "difficulty": concept.difficulty}
        for ordinal, concept in enumerate(concepts)
    ]  # fmt: skip
    unlinked = [{"key": concept_key(subject, name), "name": name} for name in ends if name not in known]
    taught = {chunk: concept.name for concept in concepts for chunk in concept.chunks}
    pairs = [{"chunk": chunk, "key": concept_key(subject, name)} for chunk, name in taught.items()]
    await transaction.run(queries.UNLINK_CHANGED_CONCEPTS, subject=subject, taught=taught)
    await transaction.run(queries.MAKE_CONCEPTS, subject=subject, concepts=rows)
    await transaction.run(queries.ENSURE_CONCEPTS, subject=subject, concepts=unlinked)
    await transaction.run(queries.LINK_CONCEPTS, subject=subject, pairs=pairs)


async def _respell(transaction: Transaction, concept_graph: ConceptGraph, key: Key) -> None:
    """One decision an edge, the last word, between the concepts as they are called now."""
    subject, names = (
        concept_graph.subject,
        {key(concept.name): concept.name for concept in concept_graph.concepts},
    )
    said = [_pair(row) for row in await transaction.run(queries.DECISIONS, subject=subject)]
    last = {tuple(map(key, pair)): pair for pair in said}  # the oldest come first
    dropped = [_ends(subject, *pair) for pair in set(said) - set(last.values())]
    moves = [
        _ends(subject, *pair) | {"to": _ends(subject, *now)}
        for pair in last.values()
        if (now := _called(pair, names, key)) != pair
    ]
    await transaction.run(queries.DELETE_DECISIONS, pairs=dropped)
    await transaction.run(queries.MOVE_DECISIONS, moves=moves)


def _called(pair: Iterable[str], names: Row, key: Key) -> tuple[str, ...]:
    return tuple(names.get(key(name), name) for name in pair)


def _pair(row: Row) -> tuple[str, str]:
    return row["concept"], row["prerequisite"]


def _ends(subject: str, concept: str, prerequisite: str) -> Row:
    return {"concept": concept_key(subject, concept), "prerequisite": concept_key(subject, prerequisite)}


async def _edges(transaction: Transaction, concept_graph: ConceptGraph) -> None:
    rows = [edge_row(concept_graph.subject, edge) for edge in concept_graph.edges]
    await transaction.run(queries.DROP_SUBJECT_EDGES, subject=concept_graph.subject)
    await transaction.run(queries.CREATE_EDGES, edges=[row for row in rows if row["decision"] != "removed"])
    await transaction.run(queries.EXPLAIN_DECISIONS, edges=rows)


def edge_row(subject: str, edge: Prerequisite) -> Row:
    return _ends(subject, edge.concept, edge.prerequisite) | {
        "weight": edge.weight,
        "evidence": json.dumps([asdict(item) for item in edge.evidence]),
        "decision": edge.decision,
        "state": edge.state,
    }
