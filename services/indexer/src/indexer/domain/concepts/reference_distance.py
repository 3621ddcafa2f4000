"""Which of two concepts the other leans on, by links: reference distance.

Liang, Wu, Huang, Giles: Measuring prerequisite relations among concepts. EMNLP 2015.
RefD(A, B) is the share of what belongs to A that refers to B, less the share of what belongs to B that refers
to A: if most of what belongs to A refers to B and hardly anything the other way, A needs B.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

MIN_DISTANCE = 0.05
"""Within the range of thresholds (0.02 to 0.1) that the authors found best."""


class ReferenceDistance:
    """`references` are links in running text, from concept to concept; `sections` the concepts in each.

    To a concept belong itself, its sections and what it refers to, all with the same weight (EQUAL there).
    """

    def __init__(self, references: Iterable[tuple[str, str]], sections: Mapping[str, Iterable[str]]) -> None:
        self._referred: dict[str, set[str]] = defaultdict(set)
        for concept, other in references:
            self._referred[concept].add(other)
        self._sections = sections

    def __call__(self, concept: str, other: str) -> float:
        """From -1 (the other needs the concept) to 1 (the concept needs the other)."""
        return self._share(concept, other) - self._share(other, concept)

    def _share(self, concept: str, other: str) -> float:
        belonging = {concept, *self._sections.get(concept, ()), *self._referred.get(concept, ())} - {other}
        return sum(other in self._referred.get(each, ()) for each in belonging) / max(1, len(belonging))
