"""Which concepts a path has, in which order."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import networkx as nx
from traclearn_corpus import ConceptGraph

from path_generator.domain.paths.prerequisite_order import break_cycles, bridge, closure, ordered

MAX_STEPS = 30
"""As the contract of a path says."""


@dataclass(frozen=True, slots=True)
class PlannedStep:
    concept: str
    needs: tuple[str, ...]
    """Steps before it that it builds on."""
    serves: tuple[str, ...]
    """Steps after it that build on it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Each step stands after all that it needs. `steps` is empty when everything is mastered."""

    steps: tuple[PlannedStep, ...]
    mastered: tuple[str, ...] = ()
    no_time: tuple[str, ...] = ()
    cycles: tuple[tuple[str, ...], ...] = ()
    without_passage: tuple[str, ...] = ()
    without_question: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounds:
    minutes: Mapping[str, int]
    """What each concept takes; one that is not there has no passage."""
    time: int | None = None
    """Minutes that the learner has; None is no bound."""
    max_steps: int = MAX_STEPS


def plan_path(
    graph: ConceptGraph, goals: Sequence[str], bounds: Bounds, mastered: Collection[str] = ()
) -> Plan:
    """The goals, the most important first, with all that they need and the learner has not mastered.

    A concept without a passage is passed over. What a step needs is never cut away, whatever the bounds.
    """
    needs = closure(graph, goals)
    of_goals = [{goal, *nx.ancestors(needs, goal)} for goal in goals]
    cycles = break_cycles(needs)
    place = [concept.name for concept in graph.concepts]
    whole = ordered(needs, place)
    known = [concept for concept in whole if concept in mastered]
    bare = [concept for concept in whole if concept not in bounds.minutes and concept not in mastered]
    bridge(needs, [*known, *bare])
    order = ordered(needs, place)
    kept = _within(order, of_goals, bounds)
    path = [concept for concept in order if concept in kept]
    return Plan(
        tuple(_step(needs, path, concept) for concept in path),
        tuple(known),
        tuple(concept for concept in order if concept not in kept),
        (*map(tuple, cycles), *_said_before(graph, whole, cycles)),
        tuple(bare),
    )


def only_steps(plan: Plan, kept: Collection[str]) -> Plan:
    """Without the other steps; what needed one of them then needs what that one needed."""
    needs: nx.DiGraph[str] = nx.DiGraph()
    needs.add_nodes_from(step.concept for step in plan.steps)
    needs.add_edges_from((need, step.concept) for step in plan.steps for need in step.needs)
    dropped = tuple(step.concept for step in plan.steps if step.concept not in kept)
    bridge(needs, dropped)
    path = [step.concept for step in plan.steps if step.concept in kept]
    steps = tuple(_step(needs, path, concept) for concept in path)
    return replace(plan, steps=steps, without_question=dropped)


def _within(order: Sequence[str], of_goals: Sequence[Collection[str]], bounds: Bounds) -> set[str]:
    """Goals that fit whole, each with its own; of the first one as much as fits, and one step at least."""
    kept: set[str] = set()
    for own in of_goals:
        wanted = [concept for concept in order if concept in own and concept not in kept]
        fitting = _fitting(wanted, kept, bounds)
        if not kept:
            kept.update(fitting or wanted[:1])
        elif len(fitting) == len(wanted):
            kept.update(fitting)
    return kept


def _fitting(wanted: Sequence[str], kept: Collection[str], bounds: Bounds) -> list[str]:
    """The first of these for which there is room."""
    spent, found = sum(bounds.minutes[concept] for concept in kept), list[str]()
    for concept in wanted:
        spent += bounds.minutes[concept]
        if len(kept) + len(found) >= bounds.max_steps or (bounds.time is not None and spent > bounds.time):
            break
        found.append(concept)
    return found


def _step(needs: "nx.DiGraph[str]", path: Sequence[str], concept: str) -> PlannedStep:
    before, after = set(needs.predecessors(concept)), set(needs.successors(concept))
    return PlannedStep(
        concept,
        tuple(each for each in path if each in before),
        tuple(each for each in path if each in after),
    )


def _said_before(
    graph: ConceptGraph, whole: Collection[str], cycles: Sequence[Sequence[str]]
) -> list[tuple[str, ...]]:
    """Circles that were broken when the graph was made, between concepts of this path."""
    found = {frozenset(cycle) for cycle in cycles}
    return [
        tuple(cycle) for cycle in graph.cycles if set(cycle) <= set(whole) and frozenset(cycle) not in found
    ]
