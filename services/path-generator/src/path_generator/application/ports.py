"""What the service asks of outside: the corpus, a maker of questions (`domain.questions`) and a store."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from traclearn_corpus import ConceptGraph
from traclearn_corpus.reading import Found

from path_generator.domain.course import Course, GeneratedQuestions
from path_generator.domain.grade import Grade
from path_generator.domain.paths.proposal import Located, Proposal
from path_generator.domain.questions.kept import Asked, KeptQuestion, Rejected
from path_generator.domain.questions.review import Review

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
        """For whoever asks for the same difficulty next. Authors know them now; those that are there stay."""
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

    async def find_questions(self, contents: Collection[str], difficulty: int) -> list[KeptQuestion]:
        """As they are asked now; none that was withdrawn."""
        ...

    async def find_rejected(self, contents: Collection[str]) -> Rejected: ...

    async def find_generated_questions(self, subject: str) -> GeneratedQuestions:
        """When questions of the course go out: at once where nobody said it."""
        ...

    async def save_course(self, course: Course) -> None:
        """Keeps it if it is later than the subject's known one."""
        ...

    async def save_dispute(self, ticket: int, learner: str) -> None:
        """The learner's question there makes no sense to them; whatever it is, it is not asked again."""
        ...

    async def save_review(self, review: Review) -> None:
        """Keeps it if it is later than the question's known one."""
        ...

    async def bind_ticket(self, ticket: int, path: UUID, step: UUID, learner: str) -> None:
        """The ticket's grades speak of the step's concept from now on. Binding it again changes nothing."""
        ...

    async def next_revision(self, ticket: int, learner: str, digest: str) -> int | None:
        """Of the question that the ticket is to have; None where it has just this one already, or is another
        learner's."""
        ...

    async def save_grade(self, grade: Grade) -> None:
        """Keeps it if it counts more than the ticket's known one."""
        ...
