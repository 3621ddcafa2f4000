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
    "heading": 0.8,
    "definition": 0.7,
    "as_seen_in": 0.5,
    "link": 0.4,
    "first_use": 0.35,
    "name": 0.35,
}
STRONG_KINDS = frozenset({"heading", "definition"})
CONTRADICTING_WEIGHT = 0.3
"""The weight of `as seen in` where that, as its author ordered it, comes later."""
MIN_INDEPENDENT = 2
"""Kinds of weak evidence, each from another sentence, that together are believed."""
MIN_SECTIONS_SHARE = 0.5
"""Of the sections of a concept, those that must need another for it to need that as a whole."""


@dataclass(frozen=True, slots=True)
class EdgeEvidence:
    """`text` is the material's own; empty, it is the sentence of the chunk that has `name` in it."""

    kind: EvidenceKind
    fact: ChunkFacts
    text: str = ""
    name: Name | None = None
    demanded: bool = False
    """The author says that it is needed: under the title `Prerequisites`, or in such words."""
    mentions: int = 0
    """Of what is needed, in `text`; of a use, in all of the concept."""
    against: bool = False
    """It contradicts the order of the material."""

    @property
    def weight(self) -> float:
        return CONTRADICTING_WEIGHT if self.against else WEIGHTS[self.kind]

    @property
    def is_strong(self) -> bool:
        return (self.kind in STRONG_KINDS or self.demanded) and not self.against


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
        later = self.is_told_first(concept, other)
        if item.kind != "as_seen_in" and (later or other in self._extractor.whole_subjects):
            return
        if (concept, other) not in self.found:
            self.found[concept, other] = []
            self._needs[concept].append(other)
        self.found[concept, other].append(replace(item, against=True) if later else item)

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
                    told = [
                        item for item in self.found[section, other] if item.kind not in ("heading", "name")
                    ]
                    needed[other] += told[:1]
            for other, evidence in needed.items():
                if len(evidence) >= max(2, MIN_SECTIONS_SHARE * len(sections)):
                    for item in evidence:
                        self.add(above, other, item)


def is_agreed(evidence: Sequence[EdgeEvidence]) -> bool:
    """Whether one strong kind of evidence speaks for an edge, or two weak ones from different sentences."""
    if any(item.is_strong for item in evidence):
        return True
    said: dict[str, EdgeEvidence] = {}
    for item in evidence:
        if item.kind != "first_use" and not item.against:
            said.setdefault(item.kind, item)
    told = {item.text: item.mentions for item in said.values()}
    uses = max((item.mentions for item in evidence if item.kind == "first_use"), default=0)
    is_repeated = uses - sum(told.values()) > 1
    return len(told) + is_repeated >= MIN_INDEPENDENT


def ordered(evidence: Sequence[EdgeEvidence]) -> Iterator[EdgeEvidence]:
    """The strongest first, in the order of the material among equals, one of a kind a chunk."""
    seen: set[tuple[str, str]] = set()
    for item in sorted(evidence, key=lambda item: -item.weight):
        if (item.kind, item.fact.id) not in seen:
            seen.add((item.kind, item.fact.id))
            yield item
