"""Another embedding model: beside the old one, then in its place."""

from contextlib import closing
from threading import Event

import pytest
from material import Toy, ask, find, live, meta, pieces, seen, staged, vector
from traclearn_corpus import ModelClash, VectorsMissing, WrongDimension, corpus
from traclearn_corpus.reading import ON_TOPIC, Search
from traclearn_corpus.writing import adopt, cut_over, missing, put_vectors, retire, stage, switch
from traclearn_hosted import ModelDown

pytestmark = pytest.mark.stack


async def embed_missing(graph, model, size):
    found = await missing(graph, model)
    await put_vectors(graph, model, {chunk: vector(passage, size) for chunk, passage in found})
    return len(found)


async def test_the_first_model_is_the_corpus_and_adopting_it_again_is_nothing(empty):
    first = await adopt(empty, "toy", 4)
    assert (first.model, first.dimension, first.next, first.generation) == ("toy", 4, None, 0)
    assert await adopt(empty, "toy", 4) == first


async def test_readers_keep_the_old_model_until_all_that_is_live_has_the_new(graph):
    await live(graph, "doc", 1, "a", "b")
    changing = await adopt(graph, "better", 6)
    assert (changing.model, changing.next, changing.target) == ("toy", "better", "better")
    with pytest.raises(VectorsMissing):
        await switch(graph, "better")
    assert await embed_missing(graph, "better", 6) == 2
    done = await switch(graph, "better")
    assert (done.model, done.dimension, done.next) == ("better", 6, None)
    assert done.generation == changing.generation + 1
    assert await switch(graph, "better") == done


async def test_what_is_staged_meanwhile_gets_vectors_of_the_new_model(graph):
    await live(graph, "doc", 1, "a")
    await adopt(graph, "better", 6)
    result = await staged(graph, "new", 1, "b", size=6)
    assert (result.model, len(result.missing)) == ("better", 1)
    await cut_over(graph, "new", 1)
    again = await stage(graph, "doc", 2, meta("doc"), pieces("doc", "a", "c"))
    assert len(again.missing) == 2, "the old chunk has none of the new model yet"


async def test_a_change_that_is_taken_back_needs_nothing(graph):
    await live(graph, "doc", 1, "a")
    await adopt(graph, "better", 6)
    assert (await adopt(graph, "toy", 4)).next is None
    assert (await live(graph, "doc", 2, "a")).embedded == 0
    assert await retire(graph) == ["better"]


async def test_the_old_model_leaves_no_trace(graph, monkeypatch):
    monkeypatch.setattr("traclearn_corpus.writing.models.STRIP_BATCH_CHUNKS", 2)
    await live(graph, "doc", 1, *(f"part {n}" for n in range(5)))
    await adopt(graph, "better", 6)
    assert await retire(graph) == [], "both are in use"
    await embed_missing(graph, "better", 6)
    await switch(graph, "better")
    assert await retire(graph) == ["toy"]
    assert await retire(graph) == []
    assert await ask(graph, "MATCH (c:Chunk) WHERE c.embedding_toy IS NOT NULL RETURN c.id") == []
    indexes = await ask(graph, "SHOW VECTOR INDEXES YIELD name RETURN name")
    assert ("embedding_toy",) not in indexes and ("embedding_better",) in indexes
    assert len(await seen(graph, "doc")) == 5


async def test_vectors_of_another_model_or_dimension_are_refused(graph):
    with pytest.raises(ModelClash):
        await adopt(graph, "toy", 5)
    with pytest.raises(ModelClash):
        await adopt(graph, "TOY", 4)
    with pytest.raises(ModelClash):
        await put_vectors(graph, "stranger", {"chunk": [1.0]})
    with pytest.raises(ModelClash):
        await switch(graph, "stranger")
    await live(graph, "doc", 1, "a")
    with pytest.raises(WrongDimension):
        await find(graph, "a", embedders=[Toy(given=[1.0] * 6)])


async def test_search_asks_the_embedder_of_the_corpus_and_finds_by_words_without_it(graph):
    await live(graph, "doc", 1, "snapshot of the tree", "other")
    old, new = Toy("toy", 4), Toy("better", 6)
    found = await find(graph, "snapshot", embedders=[old, new])
    assert (len(found.hits), found.by_meaning, old.asked, new.asked) == (2, True, 1, 0)
    found = await find(graph, "snapshot", embedders=[new])
    (hit,) = found.hits
    assert (hit.content, hit.score < 0.65, new.asked) == ("snapshot of the tree", True, 0)
    assert not found.by_meaning
    await adopt(graph, "better", 6)
    await embed_missing(graph, "better", 6)
    await switch(graph, "better")
    assert len((await find(graph, "snapshot", embedders=[old, new])).hits) == 2
    assert (old.asked, new.asked) == (1, 1)
    assert (await corpus(graph)).model == "better"


async def test_score_of_a_model_stands_for_the_nearness_that_its_operator_measured(graph):
    await live(graph, "doc", 1, "snapshot of the tree")
    scores = []
    for on_topic in ({}, {"toy": 0.2}):
        with closing(Search(graph, [Toy("toy", 4, given=[1.0, 0.2, 0.2, 0.2])], on_topic=on_topic)) as search:
            (hit,) = (await search.find("elsewhere")).hits
            scores.append(hit.score)
    assert scores[0] < ON_TOPIC <= scores[1]


async def test_search_follows_the_corpus_to_its_next_model(graph):
    await live(graph, "doc", 1, "snapshot of the tree")
    old, new = Toy("toy", 4), Toy("better", 6)
    with closing(Search(graph, [old, new])) as search:
        assert (await search.find("snapshot")).by_meaning
        await adopt(graph, "better", 6)
        await embed_missing(graph, "better", 6)
        await switch(graph, "better")
        assert [(await search.find("snapshot")).by_meaning for _ in range(2)] == [True, True]
    assert (old.asked, new.asked) == (2, 2)  # the first question after the switch has a vector of each


class Lame(Toy):
    """It answers when `let_go`, or not at all."""

    def __init__(self, error=None):
        super().__init__()
        self.let_go, self.error = Event(), error

    def embed(self, texts):
        if self.error:
            raise self.error
        self.let_go.wait(60)
        return super().embed(texts)


async def test_words_alone_find_when_the_embedder_fails(graph):
    await live(graph, "doc", 1, "snapshot of the tree", "other")
    found = await find(graph, "snapshot", embedders=[Lame(ModelDown("away", 1.0))])
    assert ([hit.content for hit in found.hits], found.by_meaning) == (["snapshot of the tree"], False)


async def test_words_alone_find_when_the_embedder_is_slow(graph, monkeypatch):
    monkeypatch.setattr("traclearn_corpus.reading.search.EMBEDDING_TIMEOUT_S", 0.1)
    await live(graph, "doc", 1, "snapshot of the tree", "other")
    slow = Lame()
    try:
        found = await find(graph, "snapshot", embedders=[slow])
    finally:
        slow.let_go.set()
    assert ([hit.content for hit in found.hits], found.by_meaning) == (["snapshot of the tree"], False)
