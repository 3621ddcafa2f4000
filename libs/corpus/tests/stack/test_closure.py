"""All that a path is made of, in one statement: the same as what each part is by itself."""

import pytest
from material import live, pieces, staged
from traclearn_corpus import Concept, ConceptGraph, Prerequisite, corpus
from traclearn_corpus.reading import Wanted, facts, read_closure, read_needs, read_passages
from traclearn_corpus.writing import write_concept_graph

pytestmark = pytest.mark.stack


async def teach(graph):
    """`late` needs `early`, which three chunks teach; `other` is needed by nothing. Chunks by their words."""
    await live(graph, "doc", 1, "early 1", "early 2", "early 3", "late", "other")
    chunks = {
        piece.content: piece.id for piece in pieces("doc", "early 1", "early 2", "early 3", "late", "other")
    }
    early = tuple(chunks[f"early {number}"] for number in (1, 2, 3))
    concepts = [
        Concept("early", early),
        Concept("late", (chunks["late"],)),
        Concept("other", (chunks["other"],)),
    ]
    edges = [Prerequisite("late", "early", 0.9, state="agreed")]
    generation = (await facts(graph, "Git")).generation
    await write_concept_graph(graph, ConceptGraph("Git", concepts, edges), generation)
    return chunks


async def closure(graph, *concepts, subject="Git", passages=8, **besides):
    wanted = Wanted(subject, concepts, passages, **besides)
    return await graph.read(lambda transaction: read_closure(transaction, wanted))


async def test_closure_is_what_is_needed_with_what_teaches_it(graph):
    chunks = await teach(graph)
    found = await closure(graph, "late")
    assert found.graph == await graph.read(lambda transaction: read_needs(transaction, "Git", ["late"]))
    taught = [chunk for words, chunk in chunks.items() if words != "other"]
    assert found.passages == await graph.read(lambda transaction: read_passages(transaction, taught))
    assert len(found.passages) == 4 and found.generation == (await corpus(graph)).generation


async def test_of_a_concept_that_many_chunks_teach_the_first_ones_are_read_and_all_are_named(graph):
    chunks = await teach(graph)
    found = await closure(graph, "early", passages=2)
    assert found.passages.keys() == {chunks["early 1"], chunks["early 2"]}
    assert len(found.graph.concepts[0].chunks) == 3


async def test_chunk_that_a_document_has_eight_times_takes_no_place_of_the_others(graph):
    texts = (*["again"] * 8, "then", "last")
    await live(graph, "doc", 1, *texts)
    again, then, last = (pieces("doc", *texts)[at].id for at in (0, 8, 9))
    generation = (await facts(graph, "Git")).generation
    graph_of = ConceptGraph("Git", [Concept("early", (again, then, last))])
    await write_concept_graph(graph, graph_of, generation)
    found = await closure(graph, "early", passages=2)
    assert found.passages.keys() == {again, then}
    assert found.graph.concepts[0].chunks == (again, then, last)


async def test_chunks_that_are_asked_for_besides_are_read_once_and_only_while_they_are_live(graph):
    chunks = await teach(graph)
    (never,) = (await staged(graph, "draft", 1, "never")).missing
    found = await closure(graph, "late", chunks=[chunks["late"], chunks["other"], never, "nobody's"])
    assert found.passages.keys() == {*chunks.values()}


async def test_chunk_that_stands_twice_is_read_where_it_stands_first(graph):
    await live(graph, "doc", 1, "first", "twice", "twice")
    twice = pieces("doc", "x", "twice")[1].id
    found = await closure(graph, chunks=[twice])
    assert found.passages == await graph.read(lambda transaction: read_passages(transaction, [twice]))


@pytest.mark.parametrize("subject", ["Git", "Cooking"])
async def test_where_nothing_is_known_nothing_is_found(graph, subject):
    found = await closure(graph, "late", subject=subject, subjects=[subject])
    assert found.graph == ConceptGraph(subject, [], [], []) and not found.passages and not found.stale
    assert found.generation == (await corpus(graph)).generation


async def test_closure_says_which_subjects_are_stale_beside_what_it_finds(graph):
    await teach(graph)
    assert (await closure(graph, "late", subjects=["Git"])).stale == set()
    await live(graph, "doc", 2, "early 1", "more")
    found = await closure(graph, "early", subjects=["Git", "Cooking"])
    assert found.stale == {"Git"} and len(found.passages) == 1
