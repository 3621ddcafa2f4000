"""What the corpus has for a goal, and who looks for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from traclearn_corpus.reading import Found

from path_generator.application.material import Material, material_of
from path_generator.application.ports import KnowledgeBase, Reading
from path_generator.domain.paths.goal import Goal, goal_of, nearest

MAX_NEAREST = 5


@dataclass(frozen=True, slots=True)
class SearchSettings:
    min_score: float
    limit: int


@dataclass(frozen=True, slots=True)
class Coverage:
    goal: Goal
    material: Material


@dataclass(frozen=True, slots=True)
class Finding:
    coverage: Coverage | None
    """None where nothing is on the topic."""
    nearest: tuple[tuple[str, str], ...]
    """Then: concepts with the titles of their documents, the nearest first."""
    by_meaning: bool
    """False when the search had words alone to go by, and would find more another time."""
    is_stale: bool = False
    """Whether material on the topic changed after prerequisites were inferred: some may be missing."""


@dataclass(frozen=True, slots=True)
class FormerFinding:
    """What a goal found a while ago."""

    coverage: Coverage
    found_at: datetime


class Finder(Protocol):
    """Takes goals as `domain.text.normalised` gives them."""

    async def find(self, goal: str) -> Finding:
        """Raises GraphAway and GraphRefused."""
        ...

    async def find_former(self, goal: str) -> FormerFinding | None:
        """Without the corpus: what is still known of the goal."""
        ...


class CorpusFinder:
    """Remembers nothing."""

    def __init__(self, knowledge: KnowledgeBase, settings: SearchSettings) -> None:
        self._knowledge = knowledge
        self._settings = settings

    async def find(self, goal: str) -> Finding:
        async def cover(found: Found, reading: Reading) -> Finding:
            wanted = goal_of(goal, found.hits, self._settings.min_score)
            material, is_stale = None, False
            if wanted is not None:
                on_topic = {hit.subject for hit in found.hits if hit.score >= self._settings.min_score}
                material, is_stale = await material_of(wanted, on_topic, reading)
            if wanted is None or material is None:
                return Finding(None, tuple(nearest(found.hits, MAX_NEAREST)), found.by_meaning)
            return Finding(Coverage(wanted, material), (), found.by_meaning, is_stale)

        return await self._knowledge.read(goal, self._settings.limit, cover)

    async def find_former(self, goal: str) -> None:
        return None
