"""Concepts and prerequisites: written as a whole, and on chunks too."""

import asyncio
from dataclasses import replace

import pytest
from material import ask, broken, live, meta, pieces, stale_among
from traclearn_corpus import Concept, ConceptGraph, Evidence, Graph, Prerequisite, corpus, queries
from traclearn_corpus.reading import (
    concept_graph,
    facts,
    live_chunks,
    read_needs,
    removed,
    subjects,
)
from traclearn_corpus.writing import (
    cut_over,
    drop_former_decisions,
    former_decisions,
    put_vectors,
    remove,
    stage,
    write_concept_graph,
)

pytestmark = pytest.mark.stack


async def write_edges(graph, *edges, generation=None, cycles=(), names="abc"):
    """One document, a chunk for each of a, b, c; taught with these edges."""
    source = await facts(graph, "Git")
    chunks = {piece.content: piece.id for one in source.documents for piece in one.chunks}
    concepts = [
        Concept(name, (chunks[name.lower()],), difficulty=n)
        for n, name in enumerate(names)
        if name.lower() in chunks
    ]
    concept_graph = ConceptGraph("Git", concepts, edges, cycles)
    return await write_concept_graph(
        graph, concept_graph, source.generation if generation is None else generation
    )


async def test_chunks_say_what_they_lean_on(graph):
    await live(graph, "doc", 1, "a", "b", "c")
    await write_edges(
        graph,
        Prerequisite("b", "a", 0.9, state="agreed"),
        Prerequisite("c", "a", 0.5, state="said"),
        Prerequisite("c", "b", 0.5, state="suggested"),
    )
    a, b, c = await live_chunks(graph, "doc")
    assert (a.concept, a.has_prerequisite, a.prerequisite_for) == ("a", (), ("b", "c"))
    assert (b.concept, b.has_prerequisite, b.prerequisite_for) == ("b", ("a",), ())
    assert (c.concept, c.has_prerequisite, c.prerequisite_for) == ("c", ("a",), ())


async def test_an_edge_that_was_written_before_there_were_states_is_suggested_unless_somebody_said_it(graph):
    await live(graph, "doc", 1, "a", "b", "c")
    front = (Evidence("front_matter", "doc", "chunk", "prerequisites: a"),)
    await write_edges(
        graph,
        Prerequisite("b", "a", 0.9, state="agreed"),
        Prerequisite("c", "a", 1.0, front),
        Prerequisite("c", "b", 1.0, (), "added"),
    )
    await graph.write(lambda transaction: transaction.run("MATCH ()-[e:REQUIRES]->() REMOVE e.state"))
    edges = (await concept_graph(graph, "Git")).edges
    assert [edge.state for edge in edges] == ["suggested", "said", "said"]


async def test_without_evidence_the_edges_are_the_same_but_for_it(graph):
    await live(graph, "doc", 1, "a", "b", "c")
    front = (Evidence("front_matter", "doc", "chunk", "prerequisites: a"),)
    await write_edges(
        graph, Prerequisite("b", "a", 0.9, front, state="agreed"), Prerequisite("c", "a", 1.0, front)
    )
    await graph.write(
        lambda transaction: transaction.run("MATCH (:Concept {name: 'c'})-[e:REQUIRES]->() REMOVE e.state")
    )
    whole, bare = await concept_graph(graph, "Git"), await concept_graph(graph, "Git", evidence=False)
    assert [edge.state for edge in bare.edges] == ["agreed", "said"]
    assert bare == replace(whole, edges=tuple(replace(edge, evidence=()) for edge in whole.edges))


async def test_teaching_again_replaces_all_of_it(graph):
    await live(graph, "doc", 1, "a", "b", "c")
    await write_edges(graph, Prerequisite("b", "a", 0.9), cycles=[("a", "b")])
    before = (await corpus(graph)).generation
    await live(graph, "doc", 2, "a", "c")
    taught = await write_edges(
        graph, Prerequisite("c", "a", 0.4, (Evidence("link", "doc", "chunk", "said"),))
    )
    assert taught.generation > before
    now = await concept_graph(graph, "Git")
    assert [(concept.name, concept.difficulty) for concept in now.concepts] == [("a", 0), ("c", 2)]
    assert now.edges == (Prerequisite("c", "a", 0.4, (Evidence("link", "doc", "chunk", "said"),)),)
    assert now.cycles == ()
    assert [piece.concept for piece in await live_chunks(graph, "doc")] == ["a", "c"]
    assert await broken(graph) == {}


async def test_order_difficulty_and_cycles_are_kept(graph):
    await live(graph, "doc", 1, "a", "b", "c")
    await write_edges(graph, cycles=[("a", "b"), ("c",)])
    now = await concept_graph(graph, "Git")
    assert [(concept.name, concept.difficulty) for concept in now.concepts] == [("a", 0), ("b", 1), ("c", 2)]
    assert now.cycles == (("a", "b"), ("c",))


async def test_subject_is_stale_from_a_change_of_its_material_until_its_concepts_are_written(graph):
    async def stale():
        return await stale_among(graph, "Git", "Cooking")

    assert await stale() == set()
    await live(graph, "doc", 1, "a", "b")
    assert await stale() == {"Git"}
    await write_edges(graph, Prerequisite("b", "a", 0.9))
    assert await stale() == set()
    await live(graph, "doc", 2, "a", "b", "c")
    assert await stale() == {"Git"}
    await write_edges(graph)
    await remove(graph, "doc", 3)
    assert await stale() == {"Git"}


async def test_subject_of_a_version_before_is_current_until_its_concepts_are_written(graph):
    await live(graph, "doc", 1, "a", "b")
    await graph.write(lambda transaction: transaction.run("MATCH (s:Subject) REMOVE s.inferred"))
    assert await stale_among(graph, "Git") == set()


async def test_what_was_inferred_from_older_material_is_not_written(graph):
    await live(graph, "doc", 1, "a", "b")
    old = (await facts(graph, "Git")).generation
    await live(graph, "doc", 2, "a", "b", "c")
    assert (await write_edges(graph, Prerequisite("b", "a", 0.9), generation=old)).stale
    assert (await concept_graph(graph, "Git")).concepts == ()
    assert not (await write_edges(graph, Prerequisite("b", "a", 0.9))).stale


async def test_another_subject_moves_nothing(graph):
    await live(graph, "doc", 1, "a")
    now = (await facts(graph, "Git")).generation
    await live(graph, "other", 1, "a", subject="Databases")
    assert (await facts(graph, "Git")).generation == now
    assert await subjects(graph) == ["Databases", "Git"]


async def test_of_two_that_infer_from_the_same_material_one_writes(graph):
    await live(graph, "doc", 1, "a", "b")
    read = (await facts(graph, "Git")).generation
    assert not (await write_edges(graph, Prerequisite("b", "a", 0.9), generation=read)).stale
    assert (await write_edges(graph, generation=read)).stale
    assert len((await concept_graph(graph, "Git")).edges) == 1


async def test_aliases_are_kept_with_their_concept_and_go_with_the_next_writing(graph):
    await live(graph, "doc", 1, "a")
    for aliases in (("alpha", "first"), ()):
        generation = (await facts(graph, "Git")).generation
        (chunk,) = await live_chunks(graph, "doc")
        named = Concept("a", (chunk.id,), aliases=aliases, former=aliases[1:])
        await write_concept_graph(graph, ConceptGraph("Git", [named]), generation)
        assert (await concept_graph(graph, "Git")).concepts == (named,)
        needs = await graph.read(lambda transaction: read_needs(transaction, "Git", ["a"]))
        assert needs.concepts == [named]


async def test_a_removed_edge_is_shown_to_authors_and_leads_nobody(graph):
    await live(graph, "doc", 1, "a", "b")
    why = (Evidence("link", "doc", "chunk", "said"),)
    await write_edges(graph, Prerequisite("b", "a", 0.9, why, "removed"))
    assert (await concept_graph(graph, "Git")).edges == (Prerequisite("b", "a", 0.9, why, "removed"),)
    assert [piece.has_prerequisite for piece in await live_chunks(graph, "doc")] == [(), ()]


async def test_a_removed_edge_is_known_without_material_on_its_concepts(graph):
    await live(graph, "doc", 1, "a")
    gone = Prerequisite("a", "gone", 0.0, (), "removed")
    await write_edges(graph, gone)
    assert (await concept_graph(graph, "Git")).edges == ()
    assert await removed(graph, "Git") == (gone,)
    await write_edges(graph)
    assert await removed(graph, "Git") == ()
    assert await ask(graph, "MATCH (k:Concept) RETURN k.name") == [("a",)]


async def decide_as_before(graph, concept, prerequisite, decision, at):
    """As versions before kept it."""
    await graph.write(
        lambda transaction: transaction.run(
            "UNWIND [$concept, $prerequisite] AS name"
            " MERGE (k:Concept {key: 'Git/' + name}) SET k.subject = 'Git', k.name = name"
            " WITH DISTINCT 1 AS one"
            " MATCH (a:Concept {name: $concept}), (b:Concept {name: $prerequisite})"
            " MERGE (a)-[d:DECIDED]->(b) SET d.decision = $decision, d.by = 'ada', d.at = datetime($at)",
            concept=concept, prerequisite=prerequisite, decision=decision, at=at,
        )
    )  # fmt: skip


async def test_former_decisions_are_read_by_age_the_same_each_time_and_dropped(graph):
    await decide_as_before(graph, "c", "b", "removed", "2026-02-01T00:00:00.123456789Z")
    await decide_as_before(graph, "b", "a", "added", "2026-01-01T00:00:00Z")
    former = await former_decisions(graph)
    said = [(one.decision.concept, one.decision.prerequisite, one.decision.decision) for one in former]
    assert said == [("b", "a", "added"), ("c", "b", "removed")]
    assert {(one.decision.subject, one.decision.by) for one in former} == {("Git", "ada")}
    assert former[1].decision.at.isoformat() == "2026-02-01T00:00:00.123456+00:00"
    assert await former_decisions(graph) == former
    await drop_former_decisions(graph, former)
    assert await former_decisions(graph) == []
    assert await ask(graph, "MATCH (k:Concept) RETURN k.name") == []


async def test_a_former_decision_that_was_made_again_meanwhile_stays(graph):
    await decide_as_before(graph, "b", "a", "added", "2026-01-01T00:00:00Z")
    former = await former_decisions(graph)
    await decide_as_before(graph, "b", "a", "removed", "2026-03-01T00:00:00Z")
    await drop_former_decisions(graph, former)
    (kept,) = await former_decisions(graph)
    assert kept.decision.decision == "removed"


async def test_former_decisions_outlive_a_document_and_a_writing_until_they_are_dropped(graph):
    await live(graph, "doc", 1, "a", "b")
    await write_edges(graph)
    await decide_as_before(graph, "b", "a", "added", "2026-01-01T00:00:00Z")
    await remove(graph, "doc", 2)
    await write_edges(graph)
    assert len(await former_decisions(graph)) == 1


async def test_facts_hold_the_material_and_what_was_kept_with_it(graph):
    made = pieces("doc", "a", "b")
    await stage(graph, "doc", 1, meta("doc", links=["WikiStart"], front={"concept": "a"}), made)
    await put_vectors(graph, "toy", {piece.id: [1.0, 2.0, 3.0, 4.0] for piece in made})
    await cut_over(graph, "doc", 1)
    (source,) = (await facts(graph, "Git")).documents
    assert (source.document, source.name, source.title) == ("doc", "doc.md", "On doc")
    assert source.facts == {"links": ["WikiStart"], "front": {"concept": "a"}}
    assert [piece.content for piece in source.chunks] == ["a", "b"]


async def test_cut_overs_and_lessons_at_once_do_not_lose_each_other(graph):
    await live(graph, "doc", 1, "a", "b")

    async def index():
        for number in range(2, 12):
            await live(graph, "doc", number, "a", "b", *"c"[: number % 2])

    async def infer():
        while not indexing.done():
            await write_edges(graph, Prerequisite("b", "a", 0.9))

    indexing = asyncio.create_task(index())
    await asyncio.gather(indexing, infer(), infer())
    assert not (await write_edges(graph, Prerequisite("b", "a", 0.9))).stale
    assert [piece.concept for piece in await live_chunks(graph, "doc")] == ["a", "b", "c"]
    assert await broken(graph) == {}


async def test_another_writing_under_way_is_waited_for(graph, server):
    await live(graph, "doc", 1, "a", "b")

    async def writing(transaction):
        await transaction.run(queries.LOCK_SUBJECT, subject="Git")
        written = asyncio.create_task(write_edges(graph, Prerequisite("b", "a", 0.9)))
        await asyncio.wait([written], timeout=1)
        await transaction.run(queries.INCREMENT_SUBJECT_GENERATIONS, subjects=["Git"])
        return written

    async with Graph.open(*server) as other:
        written = await other.write(writing)
        assert (await written).stale
