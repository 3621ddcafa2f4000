"""What says that one concept needs another, and which of it counts."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from traclearn_corpus import EvidenceKind

from indexer.domain.concepts.chunk_facts import ChunkFacts
from indexer.domain.concepts.cycles import Edge
from indexer.domain.concepts.extraction import ConceptExtractor
from indexer.domain.concepts.reading_order import ReadingOrder
from indexer.domain.concepts.vocabulary import Name

WEIGHTS: dict[EvidenceKind, float] = {
    "as_seen_in": 0.8,
    "definition": 0.6,
    "link": 0.5,
    "heading": 0.4,
    "first_use": 0.35,
}
CONTRADICTING_WEIGHT = 0.3
"""The weight of `as seen in` where that, as its author ordered it, comes later."""
MIN_SECTIONS_SHARE = 0.5
"""Of the sections of a concept, those that must need another for it to need that as a whole."""


@dataclass(frozen=True, slots=True)
class EdgeEvidence:
    """`text` is the material's own; empty, it is the sentence of the chunk that has `name` in it."""

    kind: EvidenceKind
    fact: ChunkFacts
    text: str = ""
    name: Name | None = None
    against: bool = False
    """It contradicts the order of the material."""

    @property
    def weight(self) -> float:
        return CONTRADICTING_WEIGHT if self.against else WEIGHTS[self.kind]

    @property
    def outright(self) -> bool:
        """Whether the author said so, rather than only wrote in this order and these words."""
        return self.kind in ("as_seen_in", "link") and not self.against


class EvidenceCollector:
    """The evidence that counts, by concept and prerequisite."""

    def __init__(self, extractor: ConceptExtractor, order: ReadingOrder) -> None:
        self.found: dict[Edge, list[EdgeEvidence]] = {}
        self._extractor = extractor
        self._order = order
        self._above = extractor.above()
        self._needs: dict[str, list[str]] = defaultdict(list)

    def add(self, concept: str, other: str, item: EdgeEvidence) -> None:
        """A concept needs none of its own sections, nor what is told later unless the text says so."""
        if concept == other or concept in self._above[other]:
            return
        if item.kind != "as_seen_in" and (
            self.is_told_first(concept, other) or self._only_the_subject(other, item)
        ):
            return
        if self.is_told_first(concept, other):
            item = replace(item, against=True)
        if (concept, other) not in self.found:
            self.found[concept, other] = []
            self._needs[concept].append(other)
        self.found[concept, other].append(item)

    def is_told_first(self, one: str, other: str) -> bool | None:
        """Whether `one` is told before `other`; None if nobody says."""
        within = self._extractor.chunks_within
        return self._order.comes_before(within[one][0], within[other][0])

    def is_nested(self, concept: str, other: str) -> bool:
        """Whether `concept` is told within `other`, and not the other way round as well."""
        return other in self._above[concept] and concept not in self._above[other]

    def sum_up_sections(self) -> None:
        """A concept needs what at least half of its sections need, two at least."""
        below: dict[str, list[str]] = defaultdict(list)
        for each, parents in self._extractor.parents().items():
            for above in parents:
                below[above].append(each)
        for above, sections in sorted(below.items(), key=lambda item: -len(self._above[item[0]])):
            needed: dict[str, list[EdgeEvidence]] = defaultdict(list)
            for section in sections:
                for other in self._needs[section]:
                    needed[other].append(self.found[section, other][0])
            for other, evidence in needed.items():
                if len(evidence) >= max(2, MIN_SECTIONS_SHARE * len(sections)):
                    for item in evidence:
                        self.add(above, other, item)

    def _only_the_subject(self, other: str, item: EdgeEvidence) -> bool:
        """What the whole subject is about is spoken of everywhere."""
        return other in self._extractor.whole_subjects and not item.outright


STRONG_KINDS = frozenset({"heading", "definition"})
MIN_INDEPENDENT_KINDS = 2


def is_agreed(evidence: Sequence[EdgeEvidence]) -> bool:
    """Whether one strong kind of evidence, or two independent ones, speak for an edge."""
    kinds = {item.kind for item in evidence if not item.against}
    return not STRONG_KINDS.isdisjoint(kinds) or len(kinds) >= MIN_INDEPENDENT_KINDS


def ordered(evidence: Sequence[EdgeEvidence]) -> Iterator[EdgeEvidence]:
    """The strongest first, in the order of the material among equals, one of a kind a chunk."""
    seen: set[tuple[str, str]] = set()
    for item in sorted(evidence, key=lambda item: -item.weight):
        if (item.kind, item.fact.id) not in seen:
            seen.add((item.kind, item.fact.id))
            yield item
