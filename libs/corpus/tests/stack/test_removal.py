"""What goes with a document, what stays, and the receipt."""

from datetime import timedelta

import pytest
from material import Toy, ask, broken, find, live, seen, staged
from traclearn_corpus import Concept, ConceptGraph, Evidence, NotStaged, Prerequisite, corpus
from traclearn_corpus.reading import concept_graph, facts, live_chunks, removed
from traclearn_corpus.writing import cut_over, remove, sweep, write_concept_graph

pytestmark = pytest.mark.stack


def words_of(document, text):
    return Evidence("definition", document, "c", text)


async def taught(graph):
    """Two documents: "commits" alone teaches commit and tree, "branches" branch; both speak of merge."""
    await live(graph, "commits", 1, "A commit keeps the secret tree.", "A tree", "A merge")
    await live(graph, "branches", 1, "A branch names a commit.", "Merging")
    ids = {name: [piece.id for piece in await live_chunks(graph, name)] for name in ("commits", "branches")}
    concept_graph = ConceptGraph(
        "Git",
        [
            Concept("tree", (ids["commits"][1],)),
            Concept("commit", (ids["commits"][0],)),
            Concept("branch", (ids["branches"][0],)),
            Concept("merge", (ids["commits"][2], ids["branches"][1])),
        ],
        [
            Prerequisite("commit", "tree", 0.9, (words_of("commits", "the secret tree"),)),
            Prerequisite("branch", "commit", 0.8, (words_of("branches", "names a commit"),)),
            Prerequisite(
                "merge",
                "branch",
                0.7,
                (words_of("commits", "the secret"), words_of("branches", "b")),
                state="agreed",
            ),
        ],
    )
    assert not (await write_concept_graph(graph, concept_graph, (await facts(graph, "Git")).generation)).stale
    return ids


async def everything(graph):
    """All properties of all nodes and relationships, as one text."""
    nodes = await ask(graph, "MATCH (n) RETURN properties(n) AS p")
    edges = await ask(graph, "MATCH ()-[r]->() RETURN properties(r) AS p")
    return str(nodes) + str(edges)


async def test_nothing_of_a_removed_document_can_be_found(graph):
    await taught(graph)
    receipt = await remove(graph, "commits", 2)
    assert (receipt.chunks, receipt.edges, receipt.concepts) == (3, 2, 2)
    assert receipt.subjects == ("Git",)
    assert "secret" not in await everything(graph)
    assert await live_chunks(graph, "commits") == []
    hits = (await find(graph, "secret tree commit", 50, [Toy(given=[1.0] * 4)])).hits
    assert {hit.document for hit in hits} == {"branches"}
    assert await broken(graph) == {}


async def test_what_others_teach_stays_and_their_chunks_forget_what_went(graph):
    ids = await taught(graph)
    await remove(graph, "commits", 2)
    left = await concept_graph(graph, "Git")
    assert [(concept.name, concept.chunks) for concept in left.concepts] == [
        ("branch", (ids["branches"][0],)),
        ("merge", (ids["branches"][1],)),
    ]
    (edge,) = left.edges
    assert (edge.concept, edge.prerequisite) == ("merge", "branch")
    assert [item.document for item in edge.evidence] == ["branches"]
    branch, merge = await live_chunks(graph, "branches")
    assert (branch.has_prerequisite, branch.prerequisite_for) == ((), ("merge",))
    assert merge.has_prerequisite == ("branch",)


async def test_an_edge_that_rested_on_the_document_alone_goes_though_its_concepts_stay(graph):
    await live(graph, "a", 1, "alpha", "beta")
    await live(graph, "b", 1, "alpha too", "beta too")
    first, second = [[piece.id for piece in await live_chunks(graph, name)] for name in "ab"]
    concepts = [Concept(name, (first[n], second[n])) for n, name in enumerate(("alpha", "beta"))]
    edges = [Prerequisite("beta", "alpha", 1.0, (words_of("a", "beta needs alpha"),))]
    await write_concept_graph(
        graph, ConceptGraph("Git", concepts, edges), (await facts(graph, "Git")).generation
    )
    receipt = await remove(graph, "a", 2)
    assert (receipt.edges, receipt.concepts) == (1, 0)
    assert (await concept_graph(graph, "Git")).edges == ()


async def test_the_receipt_is_the_same_when_it_is_asked_for_again(graph):
    await taught(graph)
    first = await remove(graph, "commits", 2)
    assert await remove(graph, "commits", 2) == first
    assert (await corpus(graph)).generation == first.generation


async def test_a_removal_of_the_live_revision_itself_removes_it(graph):
    await live(graph, "doc", 4, "a")
    assert (await remove(graph, "doc", 4)).chunks == 1
    assert await seen(graph, "doc") == []


async def test_a_removal_that_comes_after_a_greater_revision_changes_nothing(graph):
    await live(graph, "doc", 3, "a")
    receipt = await remove(graph, "doc", 2)
    assert (receipt.superseded, receipt.chunks) == (True, 0)
    assert await seen(graph, "doc") == ["a"]


async def test_a_document_that_nobody_saw_is_removed_all_the_same(graph):
    before = (await corpus(graph)).generation
    receipt = await remove(graph, "never", 2)
    assert (receipt.chunks, receipt.generation, receipt.subjects) == (0, before, ())
    assert (await live(graph, "never", 1, "late")).superseded
    assert await broken(graph) == {}


async def test_chunks_of_a_later_staging_outlive_the_removal_unseen(graph):
    ids = await taught(graph)
    result = await staged(graph, "commits", 3, "A tree", "new")
    await remove(graph, "commits", 2)
    assert await broken(graph) == {}
    assert ids["commits"][1] not in result.missing
    assert (await cut_over(graph, "commits", 3)).reused == 1
    assert [piece.concept for piece in await live_chunks(graph, "commits")] == [None, None]


async def test_a_removed_edge_loses_the_words_of_a_document_and_goes_with_its_concepts(graph):
    await live(graph, "a", 1, "alpha", "beta")
    await live(graph, "b", 1, "alpha too", "beta too")
    first, second = [[piece.id for piece in await live_chunks(graph, name)] for name in "ab"]
    concepts = [Concept(name, (first[n], second[n])) for n, name in enumerate(("alpha", "beta"))]
    edge = Prerequisite("beta", "alpha", 0.5, (words_of("a", "the secret"),), "removed")
    generation = (await facts(graph, "Git")).generation
    await write_concept_graph(graph, ConceptGraph("Git", concepts, [edge]), generation)
    assert (await remove(graph, "a", 2)).edges == 0
    assert await removed(graph, "Git") == (Prerequisite("beta", "alpha", 0.5, (), "removed"),)
    assert "secret" not in await everything(graph)
    assert (await remove(graph, "b", 2)).edges == 0
    assert await removed(graph, "Git") == ()


async def test_a_sweep_takes_abandoned_stagings_and_nothing_else(graph):
    await live(graph, "doc", 1, "a", "b")
    await staged(graph, "doc", 2, "b", "c")
    assert await sweep(graph, timedelta(hours=1)) == await sweep(graph, timedelta(hours=1))
    swept = await sweep(graph, timedelta(0))
    assert (swept.revisions, swept.chunks) == (1, 1)
    assert await seen(graph, "doc") == ["a", "b"]
    with pytest.raises(NotStaged):
        await cut_over(graph, "doc", 2)
    assert await broken(graph) == {}
