"""What a goal needs, at any remove, as a graph without circles. An edge leads from what is needed."""

from collections.abc import Collection, Iterable, Sequence

import networkx as nx
from traclearn_corpus import ConceptGraph


def prerequisites(graph: ConceptGraph) -> "nx.DiGraph[str]":
    """All that is needed in a subject. Suggested and removed prerequisites lead nowhere."""
    whole: nx.DiGraph[str] = nx.DiGraph()
    for edge in sorted(graph.edges, key=lambda edge: (edge.prerequisite, edge.concept)):
        if edge.is_needed and edge.concept != edge.prerequisite:
            whole.add_edge(edge.prerequisite, edge.concept, weight=edge.weight)
    return whole


def closure(graph: ConceptGraph, goals: Sequence[str]) -> "nx.DiGraph[str]":
    """The goals and all that they need."""
    whole = prerequisites(graph)
    whole.add_nodes_from(sorted(goals))
    wanted = {each for goal in goals for each in nx.ancestors(whole, goal)} | {*goals}
    return nx.DiGraph(whole.subgraph(wanted))


def break_cycles(needs: "nx.DiGraph[str]") -> list[list[str]]:
    """Takes the weakest edge out of each circle until none is left; the concepts of each, as they follow."""
    cycles = []
    for component in sorted(map(sorted, nx.strongly_connected_components(needs))):
        tangled = nx.DiGraph(needs.subgraph(component))
        while not nx.is_directed_acyclic_graph(tangled):
            cycle = [(start, end) for start, end, *_ in nx.find_cycle(_in_order(tangled))]
            weakest = min(cycle, key=lambda edge: (tangled.edges[edge]["weight"], edge))
            tangled.remove_edge(*weakest)
            needs.remove_edge(*weakest)
            cycles.append([start for start, _ in cycle])
    return cycles


def bridge(needs: "nx.DiGraph[str]", dropped: Collection[str]) -> None:
    """Takes concepts out of a graph without circles; what needed them then needs what they needed."""
    for concept in sorted(set(dropped) & set(needs)):
        before, after = list(needs.predecessors(concept)), list(needs.successors(concept))
        needs.add_edges_from((start, end) for start in before for end in after)
        needs.remove_node(concept)


def ordered(needs: "nx.DiGraph[str]", places: Iterable[str]) -> list[str]:
    """Each concept after what it needs; of two that could come next, the one that stands earlier in the
    material does."""
    place = {concept: at for at, concept in enumerate(places)}
    return list(
        nx.lexicographical_topological_sort(needs, key=lambda name: (place.get(name, len(place)), name))
    )


def _in_order(graph: "nx.DiGraph[str]") -> "nx.DiGraph[str]":
    """The same with nodes and edges sorted, so that the same circle is found each time."""
    same: nx.DiGraph[str] = nx.DiGraph()
    same.add_nodes_from(sorted(graph.nodes))
    same.add_edges_from(sorted(graph.edges))
    return same
