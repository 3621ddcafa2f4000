"""The state of the corpus, by which what was found counts or not."""

from contextlib import closing

import pytest
from path_generator.adapters.knowledge import Neo4jKnowledge
from traclearn_corpus import ConceptGraph
from traclearn_corpus.reading import Search, facts
from traclearn_corpus.writing import write_concept_graph
from traclearn_embedding import MiniLM

pytestmark = pytest.mark.stack


async def test_state_is_another_after_a_change_and_the_same_until_then(course):
    knowledge = Neo4jKnowledge(course, None)
    states = [await knowledge.state() for _ in range(2)]
    generation = (await facts(course, "Databases")).generation
    await write_concept_graph(course, ConceptGraph("Databases"), generation)
    assert states[0] == states[1] != await knowledge.state()


async def test_nothing_is_found_where_nothing_was_ever_indexed(empty):
    async def hits(found, reading):
        return found.hits, found.by_meaning

    with closing(Search(empty, [])) as search:
        assert await Neo4jKnowledge(empty, search).read("transactions", 5, hits) == ((), True)


async def test_what_is_read_on_is_of_the_state_in_which_it_was_found(course, model_dir):
    seen = []

    async def overtaken(found, reading):
        """The concepts go while they are read, the first time."""
        if not seen:
            generation = (await facts(course, "Databases")).generation
            await write_concept_graph(course, ConceptGraph("Databases"), generation)
        needed = await reading.needs("Databases", ["Isolation level"])
        seen.append(([hit.concept for hit in found.hits], [concept.name for concept in needed.concepts]))
        return seen[-1]

    with closing(Search(course, [MiniLM.load(model_dir)])) as search:
        found = await Neo4jKnowledge(course, search).read("isolation levels", 4, overtaken)
    assert found == ([None] * 4, []) and seen[0] == (["Isolation level", *seen[0][0][1:]], [])
    assert None not in seen[0][0] and len(seen) == 2


async def test_corpus_in_which_nothing_was_ever_indexed_has_a_state(empty):
    assert await Neo4jKnowledge(empty, None).state() == "empty"
