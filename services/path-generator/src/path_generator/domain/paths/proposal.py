"""A path as it is proposed: steps with what each teaches and asks."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID, uuid5

from traclearn_contracts.models import Remark

from path_generator.domain.questions.question import Passage, Question

MAX_PASSAGE_CHARS = 4000
"""What is shown of a passage, as the contract of a path says."""


@dataclass(frozen=True, slots=True)
class Located:
    """A passage, and a link to it relative to Trac where there is one."""

    passage: Passage
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    n: int
    step: UUID
    concept: str
    minutes: int
    reasons: tuple[Remark, ...]
    """Why it stands there."""
    asked_for: bool
    needs: tuple[int, ...]
    question: Question
    source: Located


@dataclass(frozen=True, slots=True)
class Proposal:
    path: UUID
    subject: str
    title: str
    goal: str
    difficulty: int
    steps: tuple[Step, ...]
    skipped: tuple[tuple[str, Literal["mastered", "no_time"]], ...]
    warnings: tuple[Remark, ...]

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)


@dataclass(frozen=True, slots=True)
class ProposedStep:
    """One more for an accepted path: it closes a gap that a grade showed."""

    path: UUID
    step: Step
    before: UUID
    """The step that was graded."""
    ticket: int
    score: float


def step_id(path: UUID, concept: str) -> UUID:
    """The same through all that is said of the path."""
    return uuid5(path, concept)
