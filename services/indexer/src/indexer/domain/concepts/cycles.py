"""Graphs of what needs what, kept free of circles. An edge leads from a concept to its prerequisite."""

from collections.abc import Iterable, Sequence

import networkx as nx

Edge = tuple[str, str]


def would_cycle(edges: Iterable[Edge], new: Edge) -> list[str]:
    """The cycle that `new` would close among `edges`, beginning with its concept; [] if none."""
    return _closed(nx.DiGraph(edges), new)


def acyclic(ranked: Sequence[Edge]) -> tuple[list[Edge], list[list[str]]]:
    """Of edges, the strongest first, those that close no cycle with stronger ones; and the cycles closed."""
    components = nx.strongly_connected_components(nx.DiGraph(ranked))
    of = {node: number for number, component in enumerate(components) for node in component}
    tangled: nx.DiGraph[str] = nx.DiGraph()
    stays: list[Edge] = []
    closed: list[list[str]] = []
    for start, end in ranked:
        if of[start] == of[end]:
            if cycle := _closed(tangled, (start, end)):
                closed.append(_rotated(cycle))
                continue
            tangled.add_edge(start, end)
        stays.append((start, end))
    return stays, [list(cycle) for cycle in dict.fromkeys(map(tuple, closed))]


def implied(edges: Sequence[Edge]) -> set[Edge]:
    """The edges of a graph without cycles that a longer way replaces."""
    return set(edges) - set(nx.transitive_reduction(nx.DiGraph(edges)).edges)


def repeated(edges: Sequence[Edge], others: Sequence[Edge]) -> set[Edge]:
    """Of the others those between whose ends a way along `edges`, which have no cycle, leads already."""
    graph: nx.DiGraph[str] = nx.DiGraph(edges)
    beyond = {
        concept: nx.descendants(graph, concept) for concept in {start for start, _ in others} & {*graph}
    }
    return {(start, end) for start, end in others if end in beyond.get(start, ())}


def _closed(graph: "nx.DiGraph[str]", new: Edge) -> list[str]:
    """A shortest one; of several the same one for edges in the same order."""
    concept, prerequisite = new
    if concept == prerequisite:
        return [concept]
    try:
        return [concept, *nx.shortest_path(graph, prerequisite, concept)[:-1]]
    except (nx.NetworkXNoPath, nx.NodeNotFound):
        return []


def _rotated(cycle: list[str]) -> list[str]:
    """A cycle told from its smallest node on, so that the same one is known again."""
    at = cycle.index(min(cycle))
    return cycle[at:] + cycle[:at]
