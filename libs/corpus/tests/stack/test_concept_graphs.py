"""Concepts and prerequisites: written as a whole, on chunks too, and authors' word kept."""

import asyncio

import pytest
from material import ask, broken, live, meta, pieces
from traclearn_corpus import Concept, ConceptGraph, Decision, Evidence, Graph, Prerequisite, corpus, queries
from traclearn_corpus.reading import concept_graph, facts, live_chunks, removed, subjects
from traclearn_corpus.writing import cut_over, decide, put_vectors, stage, write_concept_graph

pytestmark = pytest.mark.stack


async def write_edges(graph, *edges, generation=None, cycles=(), names="abc"):
    """One document, a chunk for each of a, b, c; taught with these edges. Case makes no other concept."""
    source = await facts(graph, "Git")
    chunks = {piece.content: piece.id for one in source.documents for piece in one.chunks}
    concepts = [
        Concept(name, (chunks[name.lower()],), difficulty=n)
        for n, name in enumerate(names)
        if name.lower() in chunks
    ]
    concept_graph = ConceptGraph("Git", concepts, edges, cycles)
    return await write_concept_graph(
        graph, concept_graph, source.generation if generation is None else generation, str.lower
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


async def test_a_decision_outlives_what_is_indexed_later_and_makes_older_inference_stale(graph):
    await live(graph, "doc", 1, "a", "b")
    old = (await facts(graph, "Git")).generation
    await decide(graph, Decision("Git", "b", "a", "removed", "ada"))
    assert (await write_edges(graph, Prerequisite("b", "a", 0.9), generation=old)).stale
    await live(graph, "doc", 2, "a", "b", "c")
    await write_edges(graph)
    assert (await facts(graph, "Git")).decisions == (Decision("Git", "b", "a", "removed", "ada"),)
    await decide(graph, Decision("Git", "b", "a", None))
    assert (await facts(graph, "Git")).decisions == ()


async def test_a_removed_edge_is_shown_to_authors_and_leads_nobody(graph):
    await live(graph, "doc", 1, "a", "b")
    await decide(graph, Decision("Git", "b", "a", "removed", "ada"))
    why = (Evidence("link", "doc", "chunk", "said"),)
    await write_edges(graph, Prerequisite("b", "a", 0.9, why, "removed"))
    assert (await concept_graph(graph, "Git")).edges == (Prerequisite("b", "a", 0.9, why, "removed"),)
    assert [piece.has_prerequisite for piece in await live_chunks(graph, "doc")] == [(), ()]


async def said(graph):
    return [(one.concept, one.prerequisite, one.decision) for one in (await facts(graph, "Git")).decisions]


async def test_one_decision_an_edge_whatever_its_spelling(graph):
    await live(graph, "doc", 1, "a", "b")
    await write_edges(graph, Prerequisite("b", "a", 0.9, (Evidence("link", "doc", "chunk", "said"),)))
    for concept, prerequisite, verdict in (
        ("b", "a", "confirmed"),
        ("B", "a", "removed"),
        ("b", "a", "added"),
    ):
        await decide(graph, Decision("Git", concept, prerequisite, verdict), str.lower)
        assert await said(graph) == [(concept, prerequisite, verdict)]


async def test_undo_takes_back_every_spelling_and_nothing_else(graph):
    await live(graph, "doc", 1, "a", "b", "c")
    others = (("a", "b", "removed"), ("c", "a", "added"))
    for concept, prerequisite, verdict in (("b", "a", "added"), ("B", "A", "removed"), *others):
        await decide(graph, Decision("Git", concept, prerequisite, verdict))
    await decide(graph, Decision("Git", "b", "A", None), str.lower)
    assert await said(graph) == list(others)
    await decide(graph, Decision("Git", "b", "A", None), str.lower)
    assert await said(graph) == list(others)


async def test_decisions_go_with_their_concepts_when_these_are_spelled_otherwise(graph):
    await live(graph, "doc", 1, "a", "b", "c")
    await decide(graph, Decision("Git", "B", "A", "added", "ada"))
    for concept, prerequisite, verdict in (
        ("c", "gone", "removed"),
        ("c", "b", "added"),
        ("b", "a", "removed"),
    ):
        await decide(graph, Decision("Git", concept, prerequisite, verdict, "bob"))
    why = (Evidence("link", "doc", "chunk", "said"),)
    for names in ("ABC", "abC", "abC"):
        a, b, c = names
        await write_edges(
            graph, Prerequisite(b, a, 0.9, why, "removed"), Prerequisite(c, b, 1.0, (), "added"), names=names
        )
        assert await said(graph) == [(c, "gone", "removed"), (c, b, "added"), (b, a, "removed")]
        assert {one.by for one in (await facts(graph, "Git")).decisions} == {"bob"}
        shown = (Prerequisite(c, b, 1.0, (), "added"), Prerequisite(b, a, 0.9, why, "removed"))
        assert sorted((await concept_graph(graph, "Git")).edges, key=str) == sorted(shown, key=str)
    assert await ask(graph, "MATCH (k:Concept) RETURN k.name ORDER BY k.name") == [
        ("C",), ("a",), ("b",), ("gone",),
    ]  # fmt: skip
    assert await broken(graph) == {}


async def test_a_removed_edge_is_known_without_material_on_its_concepts(graph):
    await live(graph, "doc", 1, "a")
    await decide(graph, Decision("Git", "a", "gone", "removed"))
    await decide(graph, Decision("Git", "a", "lost", "added"))
    await write_edges(graph)
    assert await removed(graph, "Git") == (Prerequisite("a", "gone", 0.0, (), "removed"),)


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


async def test_a_decision_under_way_is_waited_for(graph, server):
    await live(graph, "doc", 1, "a", "b")

    async def deciding(transaction):
        await transaction.run(queries.LOCK_SUBJECT, subject="Git")
        written = asyncio.create_task(write_edges(graph, Prerequisite("b", "a", 0.9)))
        await asyncio.wait([written], timeout=1)
        await transaction.run(queries.INCREMENT_SUBJECT_GENERATIONS, subjects=["Git"])
        return written

    async with Graph.open(*server) as other:
        written = await other.write(deciding)
        assert (await written).stale
