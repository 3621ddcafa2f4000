"""What the service asks of outside: the corpus, a maker of questions (`domain.questions`) and a store."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from traclearn_corpus import ConceptGraph
from traclearn_corpus.reading import Found

from path_generator.domain.grade import Grade
from path_generator.domain.paths.proposal import Located, Proposal
from path_generator.domain.questions.kept import Asked, KeptQuestion
from path_generator.domain.review_schedule import ScheduledReview

Json = dict[str, Any]


class KnowledgeBase(Protocol):
    """Reads the corpus. Raises GraphAway or GraphRefused while it cannot."""

    async def state(self) -> str:
        """Another one after each change that a reader can see."""
        ...

    async def search(self, goal: str, limit: int) -> Found:
        """No hits where nothing was ever indexed."""
        ...

    async def concept_graph(self, subject: str) -> ConceptGraph:
        """Without evidence: no path shows it."""
        ...

    async def passages(self, chunks: Collection[str]) -> Mapping[str, Located]:
        """By chunk; those that are not live any more are left out."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was said of a path in the end."""

    detail_type: str
    data: Json


@dataclass(frozen=True, slots=True)
class Registration:
    """A request as it was first taken in."""

    learner: str
    retry_at: datetime | None
    """When to ask again, where it was one too many."""
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class StoredStep:
    """What is published when the step has its ticket. Secret: it holds reference and rubric."""

    step: UUID
    question: Json
    sources: list[Json]


@dataclass(frozen=True, slots=True)
class StoredPath:
    learner: str
    steps: Mapping[UUID, StoredStep]


class Store(Protocol):
    """Requests, paths, questions and grades. Works inside a transaction that its maker opens and ends."""

    async def register(self, path: UUID, learner: str, at: datetime, per_hour: int) -> Registration:
        """Takes a request in, once, and counts it. The first learner who used an id keeps it."""
        ...

    async def save_outcome(self, path: UUID, outcome: Outcome) -> Outcome:
        """The one that stands: the first."""
        ...

    async def save_proposal(self, proposal: Proposal) -> None:
        """Its steps with all that is secret of them."""
        ...

    async def save_questions(self, questions: Sequence[KeptQuestion], difficulty: int) -> None:
        """For whoever asks for the same difficulty next; those that are there already stay."""
        ...

    async def find_path(self, path: UUID) -> StoredPath | None:
        """A proposed one."""
        ...

    async def find_owner(self, path: UUID) -> str | None:
        """The learner of a request, whatever became of it."""
        ...

    async def find_scores(self, learner: str, subject: str) -> dict[str, float]:
        """Of each concept that the learner was graded on, the best counting score of its tickets."""
        ...

    async def find_asked(self, learner: str) -> list[Asked]:
        """Questions on tickets of the learner's."""
        ...

    async def find_questions(self, contents: Collection[str], difficulty: int) -> list[KeptQuestion]: ...

    async def bind_ticket(self, ticket: int, path: UUID, step: UUID, learner: str) -> None:
        """The ticket's grades speak of the step's concept from now on. Binding it again changes nothing."""
        ...

    async def next_revision(self, ticket: int, learner: str, digest: str) -> int | None:
        """Of the question that the ticket is to have; None where it has just this one already, or is another
        learner's."""
        ...

    async def lock_grades(self, learner: str, ticket: int) -> dict[int, Grade]:
        """Until the transaction ends. Of each attempt, by its number, the grade that counts."""
        ...

    async def save_grade(self, grade: Grade) -> None:
        """In place of what is known of its attempt."""
        ...

    async def is_step(self, learner: str, ticket: int) -> bool:
        """Whether a ticket of the learner's is a step of a path."""
        ...

    async def find_scheduled_review(self, learner: str, ticket: int) -> tuple[int, ScheduledReview] | None:
        """What was last said of it, and with which revision."""
        ...

    async def save_scheduled_review(
        self, learner: str, ticket: int, revision: int, review: ScheduledReview
    ) -> None: ...
