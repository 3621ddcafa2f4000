"""Graphs of what needs what, kept free of circles. An edge leads from a concept to its prerequisite."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

Arrow = tuple[str, str]


def components(edges: Iterable[Arrow]) -> list[list[str]]:
    """The strongly connected components: whatever lies on a cycle is in one of several nodes (Tarjan)."""
    below: dict[str, list[str]] = {}
    for start, end in edges:
        below.setdefault(start, []).append(end)
        below.setdefault(end, [])
    return _Search(below).found


class _Search:
    """Tarjan's algorithm with a stack of its own: a course may be a chain longer than Python's."""

    def __init__(self, below: Mapping[str, Sequence[str]]) -> None:
        self._below = below
        self._index: dict[str, int] = {}
        self._low: dict[str, int] = {}
        self._open: list[str] = []
        self._waiting: set[str] = set()
        self.found: list[list[str]] = []
        for node in below:
            if node not in self._index:
                self._visit(node)

    def _visit(self, root: str) -> None:
        work = [(root, iter(self._enter(root)))]
        while work:
            node, rest = work[-1]
            for following in rest:
                if following not in self._index:
                    work.append((following, iter(self._enter(following))))
                    break
                if following in self._waiting:
                    self._low[node] = min(self._low[node], self._index[following])
            else:
                work.pop()
                self._leave(node)
                if work:
                    above = work[-1][0]
                    self._low[above] = min(self._low[above], self._low[node])

    def _enter(self, node: str) -> Sequence[str]:
        self._index[node] = self._low[node] = len(self._index)
        self._open.append(node)
        self._waiting.add(node)
        return self._below[node]

    def _leave(self, node: str) -> None:
        if self._low[node] != self._index[node]:
            return
        component: list[str] = []
        while not component or component[-1] != node:
            component.append(self._open.pop())
            self._waiting.discard(component[-1])
        self.found.append(component[::-1])


def path(below: Mapping[str, Iterable[str]], start: str, end: str) -> list[str]:
    """A shortest way from `start` to `end`, both included; [] if there is none."""
    came: dict[str, str | None] = {start: None}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        if node == end:
            way: list[str] = []
            step: str | None = node
            while step is not None:
                way.append(step)
                step = came[step]
            return way[::-1]
        for following in below.get(node, ()):
            if following not in came:
                came[following] = node
                queue.append(following)
    return []


def would_cycle(edges: Iterable[Arrow], new: Arrow) -> list[str]:
    """The cycle that `new` would close among `edges`, beginning with its concept; [] if none."""
    below: dict[str, list[str]] = {}
    for start, end in edges:
        below.setdefault(start, []).append(end)
    concept, prerequisite = new
    if concept == prerequisite:
        return [concept]
    way = path(below, prerequisite, concept)
    return [concept, *way[:-1]] if way else []


def acyclic(ranked: Sequence[Arrow]) -> tuple[list[Arrow], list[list[str]]]:
    """Of edges, the strongest first, those that close no cycle with stronger ones; and the cycles closed."""
    of: dict[str, int] = {}
    for number, component in enumerate(components(ranked)):
        of.update(dict.fromkeys(component, number))
    below: dict[str, list[str]] = {}
    stays: list[Arrow] = []
    closed: list[list[str]] = []
    for start, end in ranked:
        if of[start] == of[end]:
            way = [start] if start == end else path(below, end, start)
            if way:
                closed.append(turned([start, *way[:-1]] if start != end else way))
                continue
            below.setdefault(start, []).append(end)
        stays.append((start, end))
    return stays, [list(cycle) for cycle in dict.fromkeys(map(tuple, closed))]


def turned(cycle: list[str]) -> list[str]:
    """A cycle told from its smallest node on, so that the same one is known again."""
    at = cycle.index(min(cycle))
    return cycle[at:] + cycle[:at]


def implied(edges: Sequence[Arrow]) -> set[Arrow]:
    """The edges of a graph without cycles that a longer way replaces."""
    below: dict[str, list[str]] = {}
    for start, end in edges:
        below.setdefault(start, []).append(end)
        below.setdefault(end, [])
    number = {node: at for at, node in enumerate(below)}
    reach: dict[str, int] = {}
    for (node,) in components(edges):  # Tarjan gives what lies below first
        reach[node] = 0
        for following in below[node]:
            reach[node] |= reach[following] | 1 << number[following]
    found: set[Arrow] = set()
    for start, ends in below.items():
        beyond = 0
        for end in ends:
            beyond |= reach[end]
        found.update((start, end) for end in ends if beyond >> number[end] & 1)
    return found
