"""The order in which a subject is meant to be read, as far as its authors say."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from indexer.domain.concepts.chunk_facts import ChunkFacts

MIN_NUMBERED_SHARE = 0.6
"""Documents with a number in their names, of all, from which the numbers are the order."""
DIGITS = re.compile(r"\d+")


def natural_key(name: str) -> tuple[tuple[int, str], ...]:
    """Sorts `2` before `10`."""
    parts = re.split(r"(\d+)", name.lower())
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in parts)


class ReadingOrder:
    """Places of chunks; two documents are compared only where something says which comes first."""

    def __init__(self, facts: Iterable[ChunkFacts], follows: Mapping[str, set[str]]) -> None:
        names = {fact.document: fact.document_name for fact in facts}
        self._group: dict[str, int] = {}
        self._rank: dict[str, int] = {}
        numbered = [document for document, name in names.items() if DIGITS.search(name)]
        if len(numbered) > 1 and len(numbered) >= MIN_NUMBERED_SHARE * len(names):
            self._put(0, sorted(numbered, key=lambda document: natural_key(names[document])))
        elif any(follows.values()):
            self._follow(follows, names)

    def comes_before(self, one: ChunkFacts, other: ChunkFacts) -> bool | None:
        """Whether `one` is read before `other`; None if nobody says."""
        if one.document == other.document:
            return one.ordinal < other.ordinal
        first, second = one.document, other.document
        if self._group.get(first, -1) != self._group.get(second, -2):
            return None
        return self._rank[first] < self._rank[second]

    def _put(self, group: int, documents: Sequence[str]) -> None:
        for rank, document in enumerate(documents):
            self._group[document] = group
            self._rank[document] = rank

    def _follow(self, follows: Mapping[str, set[str]], names: Mapping[str, str]) -> None:
        """`follows` gives for a document those right before it; what it does not connect stays apart."""
        try:
            order = list(TopologicalSorter(_sorted(follows, names)).static_order())
        except CycleError:
            return
        for number, members in enumerate(_connected(follows)):
            self._put(number, [document for document in order if document in members])


def _sorted(follows: Mapping[str, set[str]], names: Mapping[str, str]) -> dict[str, list[str]]:
    def place(document: str) -> tuple[tuple[int, str], ...]:
        return natural_key(names[document])

    return {each: sorted(follows[each], key=place) for each in sorted(follows, key=place)}


def _connected(follows: Mapping[str, set[str]]) -> list[set[str]]:
    beside: dict[str, set[str]] = defaultdict(set)
    for document, before in follows.items():
        for each in before:
            beside[document].add(each)
            beside[each].add(document)
    groups: list[set[str]] = []
    seen: set[str] = set()
    for document in beside:
        if document in seen:
            continue
        group, open_ = set(), [document]
        while open_:
            each = open_.pop()
            if each not in group:
                group.add(each)
                open_ += beside[each] - group
        seen |= group
        groups.append(group)
    return groups
