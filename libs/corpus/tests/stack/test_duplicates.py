"""Chunks that say in another document what is said already."""

import pytest
from material import MODEL, live, meta, pieces, staged
from traclearn_corpus.reading import duplicates
from traclearn_corpus.writing import cut_over, put_vectors, remove, stage

pytestmark = pytest.mark.stack


async def shelve(graph, document, **vectors):
    """Live chunks with these words and vectors; gives their ids."""
    made = pieces(document, *vectors)
    await stage(graph, document, 1, meta(document), made)
    await put_vectors(graph, MODEL, dict(zip((piece.id for piece in made), vectors.values(), strict=True)))
    await cut_over(graph, document, 1)
    return [piece.id for piece in made]


async def test_the_same_words_are_named_from_live_documents_only(graph):
    await live(graph, "one", 1, "The same words.", "Other words.", "The same words, nearly.")
    await live(graph, "two", 1, "Something else.", "The same words.")
    await live(graph, "gone", 1, "The same words.")
    await remove(graph, "gone", 2)
    await staged(graph, "unseen", 1, "The same words.")
    found = await duplicates(graph, "one", least=0.999)
    (first, *_) = pieces("one", "The same words.")
    assert list(found) == [first.id]
    (twin,) = found[first.id]
    assert (twin.document, twin.name, twin.similarity) == ("two", "two.md", 1.0)
    assert await duplicates(graph, "one", ["no such chunk"]) == {}


async def test_nearly_the_same_meaning_is_found_in_other_words_and_measured(graph):
    (mine,) = await shelve(graph, "one", snapshot=[1.0, 0.0, 0.0, 0.0])
    near, _ = await shelve(graph, "two", picture=[0.98, 0.2, 0.0, 0.0], weather=[0.0, 1.0, 0.0, 0.0])
    found = await duplicates(graph, "one")
    assert [twin.chunk for twin in found[mine]] == [near]
    assert found[mine][0].similarity == pytest.approx(0.98 / (0.98**2 + 0.2**2) ** 0.5, abs=1e-4)


async def test_what_is_further_down_is_compared_by_words_unless_it_is_asked_for(graph, monkeypatch):
    monkeypatch.setattr("traclearn_corpus.reading.documents.MAX_COMPARED_CHUNKS", 1)
    first, second = await shelve(graph, "one", image=[1.0, 0.0, 0.0, 0.0], weather=[0.0, 1.0, 0.0, 0.0])
    await shelve(
        graph, "two", weather=[0.0, 0.0, 1.0, 0.0], picture=[1.0, 0.0, 0.0, 0.0], sun=[0.0, 1.0, 0.0, 0.0]
    )
    found = await duplicates(graph, "one")
    assert {chunk: len(twins) for chunk, twins in found.items()} == {first: 1, second: 1}
    assert len((await duplicates(graph, "one", [second]))[second]) == 2
