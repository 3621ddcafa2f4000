"""From revision to revision: shared chunks, one live revision, and the same answer each time."""

import pytest
from material import MODEL, Text, ask, broken, live, meta, pieces, seen, staged
from traclearn_corpus import BadVector, NotStaged, VectorsMissing, WrongDimension, corpus
from traclearn_corpus.reading import live_chunks
from traclearn_corpus.writing import cut_over, document_status, put_vectors, stage

pytestmark = pytest.mark.stack


async def test_a_staged_revision_is_not_seen_until_it_is_cut_over(graph):
    await live(graph, "doc", 1, "a", "b")
    await staged(graph, "doc", 2, "b", "c")
    assert await seen(graph, "doc") == ["a", "b"]
    await cut_over(graph, "doc", 2)
    assert await seen(graph, "doc") == ["b", "c"]
    assert await ask(graph, "MATCH (c:Chunk) RETURN c.content ORDER BY c.content") == [("b",), ("c",)]
    assert await broken(graph) == {}


async def test_only_what_is_new_wants_a_vector(graph):
    first = await staged(graph, "doc", 1, "a", "b", "c")
    assert (first.state, first.total, len(first.missing)) == ("staged", 3, 3)
    assert (await cut_over(graph, "doc", 1)).embedded == 3
    second = await staged(graph, "doc", 2, "a", "changed", "c")
    assert second.missing == (pieces("doc", "a", "changed", "c")[1].id,)
    result = await cut_over(graph, "doc", 2)
    assert (result.chunks, result.embedded, result.reused) == (3, 1, 2)
    again = await staged(graph, "doc", 3, "a", "changed", "c")
    assert again.missing == ()
    assert (await cut_over(graph, "doc", 3)).embedded == 0


async def test_live_chunk_keeps_every_field_that_was_staged(graph):
    table = Text("doc", "| a |", 0, ("Course", "Tables"), page=7, kind="table")
    await stage(graph, "doc", 1, meta("doc"), [table])
    await put_vectors(graph, MODEL, {table.id: [1.0, 2.0, 3.0, 4.0]})
    await cut_over(graph, "doc", 1)
    (found,) = await live_chunks(graph, "doc")
    for name in ("id", "ordinal", "heading", "page", "kind", "content", "tokens", "parts", "passage"):
        assert getattr(found, name) == getattr(table, name)


async def test_a_chunk_that_moves_takes_its_new_place_with_the_cut_over(graph):
    await live(graph, "doc", 1, "a", "b")
    await staged(graph, "doc", 2, "b", "a")
    assert [piece.content for piece in await live_chunks(graph, "doc")] == ["a", "b"]
    await cut_over(graph, "doc", 2)
    assert [(piece.ordinal, piece.content) for piece in await live_chunks(graph, "doc")] == [
        (0, "b"),
        (1, "a"),
    ]


async def test_second_cut_over_of_a_revision_changes_nothing(graph):
    await staged(graph, "doc", 1, "a")
    first = await cut_over(graph, "doc", 1)
    assert await cut_over(graph, "doc", 1) == first
    assert (await corpus(graph)).generation == first.generation
    assert (await stage(graph, "doc", 1, meta("doc"), pieces("doc", "other"))).state == "live"
    assert await seen(graph, "doc") == ["a"]


async def test_a_smaller_revision_changes_nothing_and_leaves_nothing(graph):
    await staged(graph, "doc", 1, "old")
    await live(graph, "doc", 2, "new")
    late = await cut_over(graph, "doc", 1)
    assert (late.superseded, late.chunks) == (True, 0)
    assert (await stage(graph, "doc", 1, meta("doc"), pieces("doc", "old"))).state == "superseded"
    assert await seen(graph, "doc") == ["new"]
    assert await ask(graph, "MATCH (c:Chunk) RETURN count(c)") == [(1,)]
    assert await broken(graph) == {}


async def test_a_greater_staging_survives_the_cut_over_of_a_smaller_one(graph):
    await staged(graph, "doc", 1, "a")
    await staged(graph, "doc", 2, "b")
    await cut_over(graph, "doc", 1)
    assert await seen(graph, "doc") == ["a"]
    await cut_over(graph, "doc", 2)
    assert await seen(graph, "doc") == ["b"]
    assert await broken(graph) == {}


async def test_what_is_not_whole_is_not_cut_over(graph):
    with pytest.raises(NotStaged):
        await cut_over(graph, "doc", 1)
    result = await stage(graph, "doc", 1, meta("doc"), pieces("doc", "a", "b"))
    await put_vectors(graph, MODEL, {result.missing[0]: [1.0, 0.0, 0.0, 0.0]})
    with pytest.raises(VectorsMissing) as caught:
        await cut_over(graph, "doc", 1)
    assert caught.value.chunks == result.missing[1:]
    assert await document_status(graph, "doc") is None


async def test_a_staging_made_again_of_other_pieces_holds_only_those(graph):
    await staged(graph, "doc", 1, "a", "b", "c")
    await staged(graph, "doc", 1, "c", "d")
    await cut_over(graph, "doc", 1)
    assert await seen(graph, "doc") == ["c", "d"]
    assert await broken(graph) == {}


async def test_batch_with_one_bad_vector_writes_none(graph):
    result = await stage(graph, "doc", 1, meta("doc"), pieces("doc", "a", "b"))
    good, bad = result.missing
    for wrong, error in (([1.0] * 5, WrongDimension), ([float("nan")] * 4, BadVector)):
        with pytest.raises(error):
            await put_vectors(graph, MODEL, {good: [1.0] * 4, bad: wrong})
    assert await ask(graph, "MATCH (c:Chunk) WHERE c.embedding_toy IS NOT NULL RETURN c.id") == []


async def test_a_document_larger_than_one_batch_keeps_its_order(graph):
    contents = [f"paragraph {number}" for number in range(600)]
    await live(graph, "doc", 1, *contents)
    assert await seen(graph, "doc") == contents


async def test_a_document_changes_its_subject_with_the_cut_over(graph):
    await live(graph, "doc", 1, "a", subject="Git")
    result = await live(graph, "doc", 2, "a", "b", subject="Databases")
    assert result.subjects == ("Databases", "Git")
    assert await ask(graph, "MATCH (c:Chunk) RETURN DISTINCT c.subject") == [("Databases",)]
