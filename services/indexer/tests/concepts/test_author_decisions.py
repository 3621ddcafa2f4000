"""What counts of all that authors decided, and what their names do to what is inferred."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from graphlib import TopologicalSorter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from indexer.domain.concepts.author_decisions import AuthorDecisions, TaughtNames
from indexer.domain.concepts.concept_graph import infer_concept_graph
from indexer.domain.concepts.concept_names import ConceptNames, NameDecision
from indexer.domain.concepts.words import concept_key
from traclearn_corpus import Concept, Decision

from .test_prerequisites import CIRCLE, GIT, arrows, concept_of, concepts, facts

NAMES = ["Commits", "commit", "Branches", "the branch", "HEAD", "Trees", "Hashes", "Keys"]


def rename(concept, to):
    return NameDecision("Git", concept, "rename", to)


def merge(concept, to):
    return NameDecision("Git", concept, "merge", to)


def taught(documents, *names, decisions=(), **front):
    return infer_concept_graph("Git", facts(documents, **front), decisions, ConceptNames(names))


def dated(decisions):
    return [
        replace(each, at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
        for n, each in enumerate(decisions)
    ]


def summary(decided):
    called = {name: (decided.names.own(name), decided.names.called(name)) for name in NAMES}
    return decided.edges(), called, decided.names.in_force()


# What counts

EDGES = st.builds(
    Decision,
    st.just("Git"),
    st.sampled_from(NAMES),
    st.sampled_from(NAMES),
    st.sampled_from(["confirmed", "removed", "added", None]),
)
CHANGES = st.builds(
    NameDecision,
    st.just("Git"),
    st.sampled_from(NAMES),
    st.sampled_from(["rename", "merge"]),
    st.sampled_from([*NAMES, None]),
)


@given(st.lists(EDGES, max_size=12).map(dated), st.lists(CHANGES, max_size=12).map(dated), st.randoms())
def test_decisions_in_any_order_count_as_in_the_order_of_their_times(edges, names, random):
    wanted = summary(AuthorDecisions(edges, names))
    mixed = random.sample(edges, len(edges)), random.sample(names, len(names))
    assert summary(AuthorDecisions(*mixed)) == wanted


@given(st.lists(EDGES, max_size=12).map(dated))
def test_newest_word_on_an_edge_counts_in_any_spelling(edges):
    last = {}
    for each in edges:
        last[concept_key(each.concept), concept_key(each.prerequisite)] = each.decision
    found = {
        (concept_key(each.concept), concept_key(each.prerequisite)): each.decision
        for each in AuthorDecisions(edges).edges()
    }
    assert found == {edge: said for edge, said in last.items() if said and edge[0] != edge[1]}


@given(st.lists(CHANGES, max_size=20))
def test_every_name_leads_to_one_concept_whatever_was_merged(changes):
    names = ConceptNames(changes)
    for name in NAMES:
        own = names.own(name)
        assert names.own(own) == own
        assert concept_key(names.called(name)) not in {concept_key(each) for each in names.aliases(name)}


@given(st.lists(CHANGES, max_size=20))
def test_all_can_be_taken_back(changes):
    said = list(changes)
    for _ in range(2 * len(changes)):
        for each in ConceptNames(said).in_force()[:1]:
            said.append(ConceptNames(said).undone(each.concept))
    names = ConceptNames(said)
    assert names.in_force() == ()
    assert [names.called(name) for name in NAMES] == NAMES
    assert [names.aliases(name) for name in NAMES] == [()] * len(NAMES)


def test_undone_merge_gives_back_the_name_that_was_given_before():
    said = [rename("Trees", "Snapshots"), merge("Trees", "Commits")]
    names = ConceptNames(said)
    assert names.called("snapshot") == "Commits"
    assert names.aliases("Commits") == ("Trees", "Snapshots")
    assert names.former("Commits") == ()
    assert [(each.concept, each.change, each.to) for each in names.in_force()] == [
        ("Trees", "merge", "Commits")
    ]
    assert ConceptNames([*said, names.undone("Trees")]).called("Trees") == "Snapshots"


def test_merge_that_closes_a_circle_is_passed_over():
    names = ConceptNames([merge("Trees", "Commits"), merge("Commits", "Hashes"), merge("Hashes", "Trees")])
    assert [names.called(name) for name in ("Trees", "Commits", "Hashes")] == ["Hashes"] * 3


def test_name_means_the_concept_that_has_it_before_one_that_had_it():
    said = [rename("Trees", "Snapshots"), rename("Trees", "Folders"), rename("Keys", "snapshot")]
    names = ConceptNames(said)
    assert names.own("Snapshots") == "Keys"


def test_former_names_are_those_of_the_whole_and_of_no_part():
    said = [rename("Trees", "Snapshots"), rename("Trees", "Folders"), merge("Keys", "Trees")]
    assert ConceptNames(said).aliases("Folders") == ("Trees", "Snapshots", "Keys")
    assert ConceptNames(said).former("Folders") == ("Trees", "Snapshots")


def test_typed_name_finds_its_concept_by_alias_case_and_number_and_own_names_go_first():
    names = TaughtNames([Concept("Folders", aliases=("Trees", "Keys")), Concept("Keys")])
    assert [names.find(name) for name in ("the TREE", "folder", "key", "hash")] == [
        "Folders", "Folders", "Keys", None,
    ]  # fmt: skip


# What is inferred


def words_of(graph):
    return [
        (edge.weight, edge.decision, edge.state, [(one.kind, one.text) for one in edge.evidence])
        for edge in graph.edges
    ]


@pytest.mark.parametrize("documents", [GIT, CIRCLE], ids=["git", "circle"])
def test_renaming_any_concept_changes_its_name_and_nothing_else(documents):
    plain = taught(documents)
    for name in concepts(plain):
        graph = taught(documents, rename(name, "Zyxomma"))
        new = {name: "Zyxomma"}
        assert concepts(graph) == [new.get(each, each) for each in concepts(plain)]
        assert [each.chunks for each in graph.concepts] == [each.chunks for each in plain.concepts]
        assert arrows(graph) == {(new.get(one, one), new.get(two, two)) for one, two in arrows(plain)}
        assert words_of(graph) == words_of(plain)
        assert graph.cycles == tuple(tuple(new.get(each, each) for each in cycle) for cycle in plain.cycles)


def test_name_that_an_author_gave_is_read_as_the_concept_in_the_texts():
    documents = {
        **GIT,
        "z": "# Bisecting\nA checkpoint is good or bad. Checkpoints are tried.",
    }
    assert ("Bisecting", "Commits") not in arrows(taught(documents))
    assert ("Bisecting", "Checkpoints") in arrows(taught(documents, rename("Commits", "Checkpoints")))


@pytest.mark.parametrize("name", ["Commits", "Checkpoints"])
def test_front_matter_names_a_renamed_concept_by_either_name(name):
    graph = taught(
        {**GIT, "z": "# Bisecting\nIt halves."},
        rename("Commits", "Checkpoints"),
        z={"concept": "Bisecting", "prerequisites": [name]},
    )
    assert ("Bisecting", "Checkpoints") in arrows(graph)


def test_concept_that_front_matter_alone_names_can_be_renamed():
    said = {"concept": "Bisecting", "prerequisites": ["Shell"]}
    graph = taught({"z": "# Bisecting\nIt halves."}, rename("Shell", "Unix shell"), z=said)
    assert arrows(graph) == {("Bisecting", "Unix shell")}
    assert graph.edges[0].evidence[0].text == "prerequisites: Shell"


def test_concept_that_front_matter_names_can_be_renamed_and_merged():
    documents = {**GIT, "z": "# A long title\nIt halves."}
    front = {"z": {"concept": "bisecting"}}
    renamed = taught(documents, rename("bisecting", "Bisection"), **front)
    assert concept_of(renamed, "z#0") == "Bisection"
    merged = taught(documents, merge("bisecting", "Commits"), **front)
    assert concept_of(merged, "z#0") == "Commits"
    assert "bisecting" not in concepts(merged)


def test_merged_concepts_have_the_chunks_and_edges_of_both():
    plain, graph = taught(GIT), taught(GIT, merge("Detached HEAD", "Branches"))
    assert concept_of(graph, "branches#1") == "Branches"
    assert concepts(graph) == ["Branches", "Commits"]
    assert ("Detached HEAD", "Branches") in arrows(plain)
    assert arrows(graph) == {("Branches", "Commits")}
    back = taught(
        GIT, merge("Detached HEAD", "Branches"), NameDecision("Git", "Detached HEAD", "merge", None)
    )
    assert back == plain


def test_sections_of_one_document_under_different_titles_can_be_one_concept():
    documents = {
        "a": """
            # Storage
            Bytes are kept.
            ## Pages
            A page is a block of bytes.
            ### Layout of rows
            Rows lie one after the other.
            ## Indexes
            An index finds rows.
            ### Tuples
            A tuple is a row.""",
    }
    plain = taught(documents)
    (one,) = [name for name in concepts(plain) if "ow" in name]
    graph = taught(documents, merge("Tuples", one))
    assert concept_of(graph, "a#4") == concept_of(graph, "a#2") == one


def test_section_that_is_merged_into_what_stands_two_titles_above_it_is_taught_there():
    documents = {"a": "# Pages\nBlocks.\n## Indexes\nTrees of keys.\n### Tuples\nA tuple is a row of values."}
    graph = taught(documents, merge("Tuples", "Pages"))
    assert concept_of(graph, "a#2") == "Pages"
    assert concept_of(graph, "a#1") == "Indexes"


@pytest.mark.parametrize("documents", [GIT, CIRCLE], ids=["git", "circle"])
def test_merging_any_two_leaves_every_chunk_taught_and_no_circle(documents):
    plain = taught(documents)
    for one in concepts(plain):
        for other in set(concepts(plain)) - {one}:
            graph = taught(documents, merge(one, other))
            both = {
                each for concept in plain.concepts if concept.name in (one, other) for each in concept.chunks
            }
            (merged,) = [concept for concept in graph.concepts if concept.name == other]
            assert (set(merged.chunks), one in concepts(graph)) == (both, False)
            needed = {}
            for concept, prerequisite in arrows(graph):
                assert concept != prerequisite
                needed.setdefault(concept, []).append(prerequisite)
            list(TopologicalSorter(needed).static_order())  # raises CycleError


def test_decision_holds_between_merged_concepts_as_between_their_parts():
    decided = AuthorDecisions(
        [Decision("Git", "Commits", "Detached HEAD", "added")], [merge("Detached HEAD", "Branches")]
    )
    graph = infer_concept_graph("Git", facts(GIT), decided.edges(), decided.names)
    (edge,) = [each for each in graph.edges if each.decision == "added"]
    assert (edge.concept, edge.prerequisite) == ("Commits", "Branches")
    assert ("Branches", "Commits") not in arrows(graph)
