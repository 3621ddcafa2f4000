"""What a few concepts need, as the database finds it: no more and no less than the whole graph says."""

import random

import pytest
from material import live, pieces, staged
from traclearn_corpus import Concept, ConceptGraph, Evidence, Prerequisite
from traclearn_corpus.reading import concept_graph, facts, live_chunks, read_called_now, read_needs
from traclearn_corpus.writing import write_concept_graph

pytestmark = pytest.mark.stack
STATES = ("said", "agreed", "suggested")


async def teach(graph, names, edges, cycles=()):
    await live(graph, "doc", 1, *names)
    chunks = {piece.content: piece.id for piece in pieces("doc", *names)}
    concepts = [Concept(name, (chunks[name],), at) for at, name in enumerate(names)]
    generation = (await facts(graph, "Git")).generation
    await write_concept_graph(graph, ConceptGraph("Git", concepts, edges, cycles), generation)


async def needs(graph, *names, subject="Git"):
    return await graph.read(lambda transaction: read_needs(transaction, subject, names))


def closed(whole, goals):
    wanted, more = {*goals}, {*goals}
    while more:
        more = {one.prerequisite for one in whole.edges if one.is_needed and one.concept in more} - wanted
        wanted |= more
    return wanted


async def forget_states(graph):
    """As they were written before edges had any."""
    await graph.write(lambda transaction: transaction.run("MATCH ()-[e:REQUIRES]->() REMOVE e.state"))


@pytest.mark.parametrize("seed", range(5))
async def test_needs_are_those_of_the_whole_graph_in_its_order(graph, seed):
    """Circles too: versions before may have left some."""
    chance = random.Random(seed)
    names = [f"c{number}" for number in range(14)]
    pairs = chance.sample([(one, other) for one in names for other in names if one != other], 25)
    verdicts = {pair: chance.choice([None, None, None, "removed", "confirmed"]) for pair in pairs}
    edges = [
        Prerequisite(*pair, 0.5, (), verdicts[pair], "said" if verdicts[pair] else chance.choice(STATES))
        for pair in pairs
    ]
    await teach(graph, names, edges)
    whole = await concept_graph(graph, "Git", evidence=False)
    for goals in (names[:1], names[3:5], names[-3:]):
        found, wanted = await needs(graph, *goals), closed(whole, goals)
        assert found.concepts == [concept for concept in whole.concepts if concept.name in wanted]
        edges = [edge for edge in whole.edges if edge.is_needed and edge.concept in wanted]
        assert sorted(found.edges, key=whole.edges.index) == edges


async def test_concept_that_is_reached_by_a_trillion_ways_is_looked_at_once(graph):
    names = [f"c{number}" for number in range(42)]
    edges = [
        Prerequisite(names[after], names[before], 0.5, state="agreed")
        for after in range(42)
        for before in range(after)
    ]
    await teach(graph, names, edges)
    assert len((await needs(graph, names[-1])).concepts) == 42


async def test_edge_that_was_written_before_there_were_states_is_needed_where_somebody_said_it(graph):
    front = (Evidence("front_matter", "doc", "chunk", "prerequisites: a"),)
    link = (Evidence("link", "doc", "chunk", "see b"),)
    edges = [
        Prerequisite("d", "a", 1.0, front),
        Prerequisite("d", "b", 1.0, link),
        Prerequisite("d", "c", 1.0, (), "added"),
    ]
    await teach(graph, "abcd", edges)
    await forget_states(graph)
    found = await needs(graph, "d")
    assert found.prerequisites_of("d") == ["a", "c"]
    assert [edge.evidence for edge in found.edges] == [(), ()]


async def test_chunks_are_those_of_readers_and_circles_those_among_the_concepts(graph):
    circles = [["b", "a"], ["c", "b"]]
    await teach(graph, "abc", [Prerequisite("b", "a", 0.9, state="agreed")], circles)
    await staged(graph, "doc", 2, "a", "more of a")
    found = await needs(graph, "b")
    whole = await concept_graph(graph, "Git")
    assert found.concepts == [*whole.concepts[:2]] and found.cycles == circles[:1]


@pytest.mark.parametrize(("subject", "name"), [("Git", "nothing"), ("Databases", "a"), ("Nothing", "a")])
async def test_what_nobody_teaches_needs_nothing(graph, subject, name):
    await teach(graph, "ab", [Prerequisite("b", "a", 0.9, state="agreed")])
    await live(graph, "other", 1, "c", subject="Databases")
    found = await needs(graph, name, subject=subject)
    assert not (found.concepts or found.edges or found.cycles)


async def test_concept_is_found_by_what_it_was_called_within_its_subject_alone(graph):
    await live(graph, "doc", 1, "a")
    (chunk,) = await live_chunks(graph, "doc")
    named = [Concept("Folders", (chunk.id,), aliases=("Trees", "Keys"), former=("Trees",)), Concept("Blobs")]
    await write_concept_graph(graph, ConceptGraph("Git", named), (await facts(graph, "Git")).generation)

    async def called(subject, name):
        return await graph.read(lambda transaction: read_called_now(transaction, subject, name))

    assert [await called("Git", name) for name in ("Trees", "Keys", "Blobs")] == ["Folders", "Folders", None]
    assert await called("Databases", "Trees") is None
