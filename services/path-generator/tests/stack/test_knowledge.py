"""The state of the corpus, by which what was found counts or not."""

import pytest
from path_generator.adapters.knowledge import Neo4jKnowledge
from traclearn_corpus import ConceptGraph
from traclearn_corpus.reading import facts
from traclearn_corpus.writing import write_concept_graph

pytestmark = pytest.mark.stack


async def test_state_is_another_after_a_change_and_the_same_until_then(course):
    knowledge = Neo4jKnowledge(course, None)
    states = [await knowledge.state() for _ in range(2)]
    generation = (await facts(course, "Databases")).generation
    await write_concept_graph(course, ConceptGraph("Databases"), generation)
    assert states[0] == states[1] != await knowledge.state()


async def test_corpus_in_which_nothing_was_ever_indexed_has_a_state(empty):
    assert await Neo4jKnowledge(empty, None).state() == "empty"
