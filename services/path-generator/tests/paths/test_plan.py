"""Whatever the graph: each step after what it needs, nothing missing, nothing mastered, always the same."""

import random

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from path_generator.domain.paths.plan import Bounds, plan_path
from traclearn_corpus import Concept, ConceptGraph, Prerequisite

NAMES = [f"c{number}" for number in range(14)]
STATES = st.sampled_from(["said", "agreed", "agreed", "suggested"])


@st.composite
def graphs(draw, acyclic):
    """Edges lead from a concept to its prerequisite; without circles, to one that stands earlier."""
    names = draw(st.permutations(NAMES))[: draw(st.integers(1, len(NAMES)))]
    pairs = [
        (names[one], names[other])
        for one in range(len(names))
        for other in range(len(names))
        if (one > other if acyclic else one != other)
    ]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=40)) if pairs else []
    edges = [
        Prerequisite(
            concept,
            need,
            draw(st.sampled_from([0.2, 0.5, 0.9])),
            decision=draw(st.sampled_from([None, None, None, "removed", "confirmed"])),
            state=draw(STATES),
        )
        for concept, need in chosen
    ]
    concepts = [Concept(name, (f"chunk of {name}",)) for name in draw(st.permutations(names))]
    goals = draw(st.lists(st.sampled_from(names), unique=True, min_size=1, max_size=3))
    mastered = draw(st.sets(st.sampled_from(names)))
    minutes = {name: draw(st.integers(1, 40)) for name in names if draw(st.integers(0, 9))}
    return ConceptGraph("s", tuple(concepts), tuple(edges)), goals, mastered, minutes


def needed(graph):
    """By hand: what paths go by."""
    whole = nx.DiGraph()
    whole.add_nodes_from(concept.name for concept in graph.concepts)
    whole.add_edges_from(
        (edge.prerequisite, edge.concept)
        for edge in graph.edges
        if edge.decision != "removed" and edge.state != "suggested"
    )
    return whole


def closed(graph, goals):
    whole = needed(graph)
    return set(goals).union(*(nx.ancestors(whole, goal) for goal in goals))


def order_violations(plan, edges):
    place = {step.concept: at for at, step in enumerate(plan.steps)}
    return [(need, concept) for need, concept in edges if place.get(need, -1) > place.get(concept, 99)]


@given(graphs(acyclic=True))
def test_path_without_bounds_has_the_whole_closure_in_order(drawn):
    graph, goals, mastered, minutes = drawn
    plan = plan_path(graph, goals, Bounds(minutes), mastered)
    steps = [step.concept for step in plan.steps]
    wanted = closed(graph, goals)
    assert set(steps) == {name for name in wanted - mastered if name in minutes}
    assert len(steps) == len(set(steps))
    assert set(plan.mastered) == wanted & mastered
    assert set(plan.without_passage) == {name for name in wanted - mastered if name not in minutes}
    assert plan.cycles == () and plan.no_time == ()
    # also by way of what is left out
    assert not order_violations(plan, nx.transitive_closure(needed(graph)).edges)


@given(graphs(acyclic=False))
def test_path_through_circles_is_valid_on_the_rest_and_names_them(drawn):
    graph, goals, mastered, minutes = drawn
    plan = plan_path(graph, goals, Bounds(minutes), mastered)
    wanted = closed(graph, goals)
    assert {step.concept for step in plan.steps} == {name for name in wanted - mastered if name in minutes}
    part = needed(graph).subgraph(wanted)
    component = {
        name: number for number, names in enumerate(nx.strongly_connected_components(part)) for name in names
    }
    between = [edge for edge in part.edges if component[edge[0]] != component[edge[1]]]
    assert not order_violations(plan, between)
    assert bool(plan.cycles) == (not nx.is_directed_acyclic_graph(part))
    for cycle in plan.cycles:
        assert all(part.has_edge(*edge) for edge in zip(cycle, cycle[1:] + cycle[:1], strict=True))


@given(graphs(acyclic=False), st.integers(1, 200), st.integers(1, 14))
def test_bounds_cut_no_prerequisite_of_a_step(drawn, time, max_steps):
    graph, goals, mastered, minutes = drawn
    whole = plan_path(graph, goals, Bounds(minutes), mastered)
    plan = plan_path(graph, goals, Bounds(minutes, time, max_steps), mastered)
    kept = {step.concept for step in plan.steps}
    assert bool(kept) == bool(whole.steps)
    for step in whole.steps:
        if step.concept in kept:
            assert set(step.needs) <= kept
    assert len(kept) <= max_steps
    assert len(kept) == 1 or sum(minutes[name] for name in kept) <= time
    assert kept.isdisjoint(mastered) and kept.isdisjoint(plan.no_time)
    assert kept | set(plan.no_time) == {step.concept for step in whole.steps}


@given(graphs(acyclic=False), st.integers(1, 200), st.randoms(use_true_random=False))
def test_same_graph_told_in_another_order_gives_the_same_path(drawn, time, shuffle):
    graph, goals, mastered, minutes = drawn
    edges, some = list(graph.edges), list(minutes.items())
    shuffle.shuffle(edges)
    shuffle.shuffle(some)
    other = ConceptGraph(graph.subject, graph.concepts, tuple(edges))
    assert plan_path(graph, goals, Bounds(minutes, time), mastered) == plan_path(
        other, goals, Bounds(dict(some), time), set(sorted(mastered, reverse=True))
    )


@given(graphs(acyclic=False), st.integers(1, 100))
def test_needs_and_serves_name_steps_before_and_after(drawn, time):
    graph, goals, mastered, minutes = drawn
    steps = plan_path(graph, goals, Bounds(minutes, time), mastered).steps
    place = {step.concept: at for at, step in enumerate(steps)}
    for step in steps:
        assert all(place[need] < place[step.concept] for need in step.needs)
        assert all(place[served] > place[step.concept] for served in step.serves)


@given(graphs(acyclic=False), st.integers(1, 200), st.data())
def test_what_a_goal_needs_of_the_graph_gives_the_same_path_as_the_whole(drawn, time, data):
    graph, goals, mastered, minutes = drawn
    names = [concept.name for concept in graph.concepts]
    cycles = data.draw(st.lists(st.lists(st.sampled_from(names), unique=True, min_size=1), max_size=5))
    whole = ConceptGraph(graph.subject, graph.concepts, graph.edges, cycles)
    part = reduced(whole, closed(graph, goals))
    assert {concept.name for concept in part.concepts} == closed(graph, goals)
    bounds = Bounds(minutes, time)
    assert plan_path(part, goals, bounds, mastered) == plan_path(whole, goals, bounds, mastered)


def reduced(graph, names):
    return ConceptGraph(
        graph.subject,
        [concept for concept in graph.concepts if concept.name in names],
        [edge for edge in graph.edges if edge.is_needed and {edge.concept, edge.prerequisite} <= names],
        [cycle for cycle in graph.cycles if names.issuperset(cycle)],
    )


def chain(*names, edges):
    return ConceptGraph(
        "s",
        tuple(Concept(name, (name,)) for name in names),
        tuple(Prerequisite(concept, need, 0.5, state="agreed") for concept, need in edges),
    )


def steps(plan):
    return [step.concept for step in plan.steps]


def test_of_two_without_a_prerequisite_the_one_earlier_in_the_material_comes_first():
    graph = chain("zebra", "apple", "goal", edges=[("goal", "apple"), ("goal", "zebra")])
    assert steps(plan_path(graph, ["goal"], Bounds(dict.fromkeys(["zebra", "apple", "goal"], 1)))) == [
        "zebra",
        "apple",
        "goal",
    ]


def test_goal_too_long_for_the_time_is_begun_with_what_it_needs():
    graph = chain("a", "b", "c", edges=[("c", "b"), ("b", "a")])
    plan = plan_path(graph, ["c"], Bounds({"a": 5, "b": 5, "c": 5}, time=10))
    assert (steps(plan), plan.no_time) == (["a", "b"], ("c",))


def test_first_step_comes_even_when_it_takes_longer_than_there_is():
    plan = plan_path(chain("a", edges=[]), ["a"], Bounds({"a": 50}, time=5))
    assert steps(plan) == ["a"]


def test_need_by_way_of_a_mastered_concept_stays_a_need():
    graph = chain("a", "b", "c", edges=[("c", "b"), ("b", "a")])
    plan = plan_path(graph, ["c"], Bounds(dict.fromkeys("abc", 1)), {"b"})
    assert [(step.concept, step.needs) for step in plan.steps] == [("a", ()), ("c", ("a",))]


def test_circle_that_the_graph_tells_of_is_told_where_it_touches_the_path():
    graph = chain("a", "b", edges=[("b", "a")])
    told = ConceptGraph("s", graph.concepts, graph.edges, (("a", "b"), ("x", "y")))
    assert plan_path(told, ["b"], Bounds({"a": 1, "b": 1})).cycles == (("a", "b"),)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_large_graph_is_in_order_and_bounded(seed):
    dice = random.Random(seed)
    names = [f"n{number}" for number in range(1000)]
    pairs = {tuple(sorted(dice.sample(range(1000), 2))) for _ in range(3000)}
    graph = chain(*names, edges=[(names[late], names[early]) for early, late in pairs])
    plan = plan_path(graph, [names[-1]], Bounds(dict.fromkeys(names, 3), 120))
    assert 1 <= len(plan.steps) <= 30
    assert not order_violations(plan, needed(graph).edges)
