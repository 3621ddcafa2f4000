"""What is missing on an accepted path, on graphs of any shape."""

from uuid import UUID, uuid5

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from path_generator.domain.paths.gap import (
    MAX_UNTAKEN,
    AcceptedPath,
    KnownStep,
    find_gaps,
    needed_places,
)
from path_generator.domain.paths.plan import MAX_STEPS
from traclearn_corpus import Concept, ConceptGraph, Prerequisite

PATH = UUID(int=1)
NAMES = [f"concept {letter}" for letter in "abcdefgh"]


def graph_of(*edges, states=(), names=NAMES):
    """Edges lead from what needs to what it needs."""
    drawn = [
        Prerequisite(concept, need, 0.9, state=state)
        for (concept, need), state in zip(edges, [*states, *["agreed"] * len(edges)], strict=False)
    ]
    return ConceptGraph("s", tuple(Concept(name, (name,)) for name in names), tuple(drawn))


def step(n, concept, is_taken=True, before=None):
    return KnownStep(uuid5(PATH, concept), n, concept, is_taken, before)


@st.composite
def graphs(draw):
    pairs = [(one, other) for at, one in enumerate(NAMES) for other in NAMES[:at]]
    edges = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=20))
    states = draw(
        st.lists(st.sampled_from(["said", "agreed", "suggested"]), min_size=len(edges), max_size=len(edges))
    )
    return graph_of(*edges, states=states)


@given(graphs(), st.sampled_from(NAMES), st.sets(st.sampled_from(NAMES)), st.text(max_size=20))
def test_gap_is_a_prerequisite_that_is_not_known(graph, concept, known, missed):
    gaps = find_gaps(graph, concept, known, missed)
    assert set(gaps) <= set(graph.prerequisites_of(concept)) - known - {concept}
    assert len(gaps) == len(set(gaps)) and gaps == find_gaps(graph, concept, known, missed)
    for need in (edge.prerequisite for edge in graph.edges if edge.is_needed and edge.concept == concept):
        assert (need in gaps) != (need in known)


@given(graphs(), st.sampled_from(NAMES), st.sets(st.sampled_from(NAMES)))
def test_nearer_gaps_come_first(graph, concept, known):
    needs = nx.DiGraph([(edge.concept, edge.prerequisite) for edge in graph.edges if edge.is_needed])
    needs.add_node(concept)
    open_ones = needs.subgraph(({*needs} - known) | {concept})
    distances = nx.single_source_shortest_path_length(open_ones, concept)
    found = [distances[gap] for gap in find_gaps(graph, concept, known, "")]
    assert found == sorted(found)


def test_what_the_answer_misses_by_name_comes_before_what_is_nearer():
    graph = graph_of(
        ("isolation", "lock"), ("lock", "row version"), names=["isolation", "lock", "row version"]
    )
    assert find_gaps(graph, "isolation", (), "") == ["lock", "row version"]
    assert find_gaps(graph, "isolation", (), "keeps row versions apart") == ["row version", "lock"]


def test_nothing_is_looked_for_behind_what_is_known():
    graph = graph_of(("c", "b"), ("b", "a"), names=["a", "b", "c"])
    assert find_gaps(graph, "c", {"b"}, "") == []
    assert find_gaps(graph, "c", {"a"}, "") == ["b"]
    assert find_gaps(graph, "nowhere", (), "") == []


def test_step_needs_the_nearest_steps_of_the_path_alone():
    graph = graph_of(("d", "c"), ("c", "b"), ("b", "a"), ("d", "a"), names=["a", "b", "c", "d"])
    assert needed_places(graph, "d", {"a": 1, "b": 2}) == (1, 2)
    assert needed_places(graph, "c", {"b": 2, "a": 1}) == (2,)
    assert needed_places(graph, "a", {"d": 4}) == ()


def test_a_step_takes_another_only_after_it_took_the_one_before():
    graded, other = step(1, "a"), step(2, "b")
    waiting = step(3, "c", is_taken=False, before=graded.step)
    path = AcceptedPath(PATH, "s", 2, (graded, other, waiting))
    assert not path.takes_more(graded.step) and path.takes_more(other.step)
    taken = AcceptedPath(PATH, "s", 2, (graded, other, step(3, "c", before=graded.step)))
    assert taken.takes_more(graded.step)


@pytest.mark.parametrize(("count", "more"), [(MAX_UNTAKEN - 1, True), (MAX_UNTAKEN, False)])
def test_a_path_that_took_none_of_several_gets_no_more(count, more):
    graded = [step(n, f"step {n}") for n in range(1, 9)]
    untaken = [step(10 + n, f"gap {n}", False, graded[n].step) for n in range(count)]
    assert AcceptedPath(PATH, "s", 2, (*graded, *untaken)).takes_more(graded[-1].step) is more


def test_full_path_gets_no_more():
    path = AcceptedPath(PATH, "s", 2, tuple(step(n, f"step {n}") for n in range(1, MAX_STEPS + 1)))
    assert not path.takes_more(path.steps[0].step)


def test_dropped_step_is_a_gap_and_a_declined_one_is_none():
    path = AcceptedPath(
        PATH, "s", 2, (step(1, "a", is_taken=False), step(2, "b"), step(3, "c", False, uuid5(PATH, "b")))
    )
    assert path.known(["d"]) == {"b", "c", "d"}
