"""Writing down what a subject teaches, and authors' decisions on it."""

import json

from traclearn_graph import queries
from traclearn_graph.connection import Graph, Row, Transaction
from traclearn_graph.teaching import Decision, Edge, Taught, Teaching, concept_key


async def teach(graph: Graph, teaching: Teaching, generation: int) -> Taught:
    """Replaces the subject's concepts and edges, and what its chunks say of them, in one transaction.

    Nothing is written when the subject is no longer of `generation` (its facts were read before a cut-over,
    a removal or a decision): read them again.
    """

    async def work(transaction: Transaction) -> Taught:
        await transaction.run(queries.LOCK_CORPUS)
        await transaction.run(queries.LOCK_SUBJECT, subject=teaching.subject)
        now = await transaction.one(queries.SUBJECT, subject=teaching.subject)
        if now["generation"] != generation:
            return Taught((await transaction.one(queries.GENERATION))["generation"], stale=True)
        await _concepts(transaction, teaching)
        await _edges(transaction, teaching)
        await transaction.run(queries.DROP_LONE_CONCEPTS, subject=teaching.subject)
        await transaction.run(queries.TELL_CHUNKS, subject=teaching.subject)
        cycles = json.dumps([list(cycle) for cycle in teaching.cycles])
        await transaction.run(queries.SET_CYCLES, subject=teaching.subject, cycles=cycles)
        return Taught((await transaction.one(queries.BUMP))["generation"], stale=False)

    return await graph.write(work)


async def decide(graph: Graph, decision: Decision) -> None:
    """Keeps an author's word, whatever is indexed later. It takes effect with the next `teach`."""
    subject = decision.subject
    names = (decision.concept, decision.prerequisite)
    ends = {"concept": concept_key(subject, names[0]), "prerequisite": concept_key(subject, names[1])}

    async def work(transaction: Transaction) -> None:
        await transaction.run(queries.LOCK_SUBJECT, subject=subject)
        if decision.decision is None:
            await transaction.run(queries.UNDECIDE, **ends)
            await transaction.run(queries.DROP_LONE_CONCEPTS, subject=subject)
        else:
            rows = [{"key": concept_key(subject, name), "name": name} for name in names]
            await transaction.run(queries.KNOW_CONCEPTS, subject=subject, concepts=rows)
            await transaction.run(queries.DECIDE, **ends, decision=decision.decision, by=decision.by)
        await transaction.run(queries.BUMP_SUBJECTS, subjects=[subject])

    await graph.write(work)


async def _concepts(transaction: Transaction, teaching: Teaching) -> None:
    subject, concepts = teaching.subject, teaching.concepts
    known = {concept.name for concept in concepts}
    ends = dict.fromkeys(name for edge in teaching.edges for name in (edge.concept, edge.prerequisite))
    rows = [
        {"key": concept_key(subject, concept.name), "name": concept.name, "ordinal": ordinal,
         "difficulty": concept.difficulty}
        for ordinal, concept in enumerate(concepts)
    ]  # fmt: skip
    untaught = [{"key": concept_key(subject, name), "name": name} for name in ends if name not in known]
    taught = {chunk: concept.name for concept in concepts for chunk in concept.chunks}
    pairs = [{"chunk": chunk, "key": concept_key(subject, name)} for chunk, name in taught.items()]
    await transaction.run(queries.UNTEACH, subject=subject, taught=taught)
    await transaction.run(queries.MAKE_CONCEPTS, subject=subject, concepts=rows)
    await transaction.run(queries.KNOW_CONCEPTS, subject=subject, concepts=untaught)
    await transaction.run(queries.TEACH, subject=subject, pairs=pairs)


async def _edges(transaction: Transaction, teaching: Teaching) -> None:
    rows = [edge_row(teaching.subject, edge) for edge in teaching.edges]
    await transaction.run(queries.DROP_SUBJECT_EDGES, subject=teaching.subject)
    await transaction.run(queries.REQUIRE, edges=[row for row in rows if row["decision"] != "removed"])
    await transaction.run(queries.EXPLAIN_DECISIONS, edges=rows)


def edge_row(subject: str, edge: Edge) -> Row:
    return {
        "concept": concept_key(subject, edge.concept),
        "prerequisite": concept_key(subject, edge.prerequisite),
        "weight": edge.weight,
        "evidence": json.dumps([dict(item) for item in edge.evidence]),
        "decision": edge.decision,
    }
