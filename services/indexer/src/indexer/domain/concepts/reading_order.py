"""The order in which a subject is meant to be read, as far as its authors say."""

import re
from collections.abc import Iterable, Mapping, Sequence

import networkx as nx

from indexer.domain.concepts.chunk_facts import ChunkFacts

MIN_NUMBERED_SHARE = 0.6
"""Documents with a number, of all, from which the numbers are the order."""
CHAPTER = re.compile(
    r"^\W*(?:chapter|lecture|lesson|unit|part|module|week|section|kapitel|teil)?\s*(\d+(?:\.\d+)*)(?=[.:)]|\s)",
    re.IGNORECASE,
)
Number = tuple[int, ...]
Place = tuple[tuple[int, str], ...]


def natural_key(name: str) -> Place:
    """Sorts `2` before `10`."""
    parts = re.split(r"(\d+)", name.lower())
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in parts)


class ReadingOrder:
    """Places of chunks. `follows` are pairs of documents, each with one right before it, the surest first."""

    def __init__(self, facts: Iterable[ChunkFacts], follows: Sequence[tuple[str, str]]) -> None:
        first = {fact.document: fact for fact in reversed(list(facts))}
        names = {document: natural_key(fact.document_name) for document, fact in sorted(first.items())}
        self._group: dict[str, int] = {}
        self._rank: dict[str, int] = {}
        chapters = {document: _chapter(fact) for document, fact in first.items()}
        numbered = {document: place for document, place in names.items() if len(place) > 1}
        for places in ({doc: number for doc, number in chapters.items() if number}, numbered):
            if len(places) > 1 and len(places) >= MIN_NUMBERED_SHARE * len(names):
                self._put(0, sorted(places, key=lambda document: (places[document], names[document])))
                break
        else:
            self._follow(follows, names)
        self._names = names
        self.chapters = _chapters_above(chapters)
        """For a document that of the chapter which its number puts it in: 2 for 2.6."""

    def comes_before(self, one: ChunkFacts, other: ChunkFacts) -> bool | None:
        """Whether `one` is read before `other`; None if nobody says."""
        if one.document == other.document:
            return one.ordinal < other.ordinal
        first, second = one.document, other.document
        if self._group.get(first, -1) != self._group.get(second, -2):
            return None
        return self._rank[first] < self._rank[second]

    def sort(self, facts: Iterable[ChunkFacts]) -> list[ChunkFacts]:
        """All chunks as they are best shown: what nobody orders stands by the names of its documents."""
        start: dict[int, Place] = {}
        for document, group in self._group.items():
            start[group] = min(start.get(group, self._names[document]), self._names[document])

        def place(fact: ChunkFacts) -> tuple[Place, int, int, Place, int]:
            group, name = self._group.get(fact.document, -1), self._names[fact.document]
            return start.get(group, name), group, self._rank.get(fact.document, 0), name, fact.ordinal

        return sorted(facts, key=place)

    def _put(self, group: int, documents: Sequence[str]) -> None:
        for rank, document in enumerate(documents):
            self._group[document] = group
            self._rank[document] = rank

    def _follow(self, follows: Sequence[tuple[str, str]], names: Mapping[str, Place]) -> None:
        """What nothing connects stays apart; of what contradicts each other the surer counts."""
        graph: nx.DiGraph[str] = nx.DiGraph((before, after) for before, after in follows if before != after)
        if not nx.is_directed_acyclic_graph(graph):
            graph = nx.DiGraph()
            for before, after in follows:
                if before != after and not (after in graph and before in nx.descendants(graph, after)):
                    graph.add_edge(before, after)
        for number, members in enumerate(nx.weakly_connected_components(graph)):
            order = nx.lexicographical_topological_sort(graph.subgraph(members), key=names.__getitem__)
            self._put(number, list(order))


def _chapters_above(numbers: Mapping[str, Number]) -> dict[str, str]:
    documents: dict[Number, list[str]] = {}
    for document, number in numbers.items():
        documents.setdefault(number, []).append(document)
    return {
        document: above[0]
        for document, number in numbers.items()
        if len(number) > 1 and len(above := documents.get(number[:-1], [])) == 1
    }


def _chapter(fact: ChunkFacts) -> Number:
    """The number in a document's title or first heading; () without one."""
    for title in (fact.document_title, *fact.heading[:1]):
        if found := CHAPTER.match(title):
            return tuple(map(int, found[1].split(".")))
    return ()
