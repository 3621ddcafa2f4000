"""Both indexes together, among what is live, whatever is asked."""

from contextlib import closing
from uuid import UUID, uuid4

import pytest
from material import MODEL, Toy, find, live, meta, pieces
from traclearn_corpus import Concept, ConceptGraph, Prerequisite, corpus
from traclearn_corpus.reading import Search, facts
from traclearn_corpus.writing import cut_over, put_vectors, stage, write_concept_graph

pytestmark = pytest.mark.stack
EAST, NORTH = [1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0]


async def shelve(graph, document, **vectors):
    """Live chunks with these words and vectors."""
    made = pieces(document, *vectors)
    await stage(graph, document, 1, meta(document), made)
    given = dict(zip((piece.id for piece in made), vectors.values(), strict=True))
    await put_vectors(graph, MODEL, given)
    await cut_over(graph, document, 1)


async def asked(graph, text, vector=EAST, k=10, **only):
    return (await find(graph, text, k, [Toy(given=vector)], **only)).hits


async def contents(graph, text, vector=EAST, k=10, **only):
    return [hit.content for hit in await asked(graph, text, vector, k, **only)]


async def test_meaning_and_words_both_find(graph):
    await shelve(graph, "doc", snapshot=NORTH, image=EAST, weather=NORTH)
    assert await contents(graph, "snapshot", k=2) == ["image", "snapshot"]


async def test_words_decide_between_equal_meanings(graph):
    await shelve(graph, "doc", alpha=EAST, beta=EAST, gamma=EAST)
    assert (await contents(graph, "gamma rays"))[0] == "gamma"


async def test_a_hit_says_where_it_stands(graph):
    await live(graph, "doc", 1, "snapshot")
    (hit,) = await asked(graph, "snapshot")
    assert (hit.document, hit.name, hit.title, hit.subject) == ("doc", "doc.md", "On doc", "Git")
    assert (hit.heading, hit.page, hit.content, hit.concept) == (("Course",), None, "snapshot", None)


async def test_staged_chunks_crowd_nobody_out(graph, monkeypatch):
    monkeypatch.setattr("traclearn_corpus.reading.candidates.FETCH", 5)
    await shelve(graph, "doc", snapshot=[0.9, 0.1, 0.0, 0.0])
    made = pieces("crowd", *(f"snapshot {number}" for number in range(200)))
    await stage(graph, "crowd", 1, meta("crowd"), made)
    await put_vectors(graph, MODEL, {piece.id: EAST for piece in made})
    assert await contents(graph, "image", k=1) == ["snapshot"]
    assert await contents(graph, "snapshot", NORTH, k=1) == ["snapshot"]


async def test_a_subject_keeps_the_others_out(graph):
    await live(graph, "git", 1, "snapshot", subject="Git")
    await live(graph, "sql", 1, "snapshot isolation", subject="Databases")
    assert await contents(graph, "snapshot", subject="Databases") == ["snapshot isolation"]
    assert await contents(graph, "snapshot", subject="Cooking") == []


async def test_only_the_documents_that_are_wanted_are_searched(graph):
    first, second, third = (str(uuid4()) for _ in range(3))
    for document in (first, second, third):
        await live(graph, document, 1, f"snapshot of {document}")
    hits = await asked(graph, "snapshot", documents=[UUID(first), third])
    assert {hit.document for hit in hits} == {first, third}
    assert await asked(graph, "snapshot", documents=[first], subject="Cooking") == ()
    assert await asked(graph, "snapshot", documents=[]) == ()


async def test_a_wanted_document_is_found_behind_many_nearer_ones(graph, monkeypatch):
    monkeypatch.setattr("traclearn_corpus.reading.candidates.FETCH", 5)
    await shelve(graph, "far", snapshot=NORTH)
    await shelve(graph, "near", **{f"snapshot {number}": EAST for number in range(60)})
    assert await contents(graph, "snapshot", k=1, documents=["far"]) == ["snapshot"]


async def test_what_is_found_says_of_which_generation_it_is(graph):
    await live(graph, "doc", 1, "snapshot")
    before = (await find(graph, "snapshot")).generation
    assert before == (await corpus(graph)).generation
    await live(graph, "doc", 2, "snapshot", "image")
    assert (await find(graph, "snapshot")).generation > before


async def test_a_chunk_without_a_vector_is_found_by_its_words(graph):
    await shelve(graph, "doc", snapshot=EAST)
    await graph.write(lambda transaction: transaction.run("MATCH (c:Chunk) REMOVE c.embedding_toy"))
    assert await contents(graph, "snapshot") == ["snapshot"]
    assert await contents(graph, "weather") == []


async def test_a_chunk_that_stands_twice_in_a_document_is_one_hit(graph):
    made = [*pieces("doc", "snapshot"), pieces("doc", "x", "snapshot")[1]]
    await stage(graph, "doc", 1, meta("doc"), made)
    await put_vectors(graph, MODEL, {made[0].id: EAST})
    await cut_over(graph, "doc", 1)
    assert await contents(graph, "snapshot") == ["snapshot"]


@pytest.mark.parametrize(
    "text",
    ["", "?!", 'a AND (b OR "c', "x^2 ~ [1 TO", "\\", "/re/", "content:*", "NOT", "a" * 9000, "🙂 \x00 ﷽"],
)
async def test_whatever_is_asked_is_answered(graph, text):
    await shelve(graph, "doc", snapshot=EAST)
    assert await contents(graph, text) == ["snapshot"]


async def test_an_empty_corpus_has_no_hits(graph):
    assert await asked(graph, "snapshot") == ()


async def test_what_a_concept_needs_is_found_through_others(graph):
    await live(graph, "doc", 1, "a", "b", "c")
    known = await facts(graph, "Git")
    concepts = [Concept(chunk.content, (chunk.id,)) for chunk in known.documents[0].chunks]
    edges = [Prerequisite("c", "b", 1.0, state="agreed"), Prerequisite("b", "a", 1.0, state="said")]
    await write_concept_graph(graph, ConceptGraph("Git", concepts, edges), known.generation)
    with closing(Search(graph, [])) as search:
        assert await search.prerequisites("Git", "c") == ["a", "b"]
        assert await search.prerequisites("Databases", "c") == []
