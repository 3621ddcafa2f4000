"""What the service asks of outside: the corpus, a maker of questions (`domain.questions`) and a store."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from traclearn_corpus import ConceptGraph
from traclearn_corpus.reading import Found, Wanted

from path_generator.domain.course import Course, GeneratedQuestions
from path_generator.domain.grade import Grade, TicketGrades, WithdrawnGrade
from path_generator.domain.named_concepts import NamedConcepts
from path_generator.domain.paths.gap import AcceptedPath, KnownStep
from path_generator.domain.paths.placement import PlacedStep
from path_generator.domain.paths.proposal import Located, Proposal, ProposedStep
from path_generator.domain.questions.question_history import Asked, KeptQuestion, Rejected
from path_generator.domain.questions.question_review import QuestionReview
from path_generator.domain.review_schedule import ScheduledReview
from path_generator.domain.ticket_score import CountingRule, GivenHint

Json = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Closure:
    """What concepts need, at any remove, with what teaches it."""

    graph: ConceptGraph
    """Without evidence: no path shows it."""
    passages: Mapping[str, Located]
    """By chunk; those that are not live are left out."""
    stale_subjects: Collection[str]
    """Where material changed and what needs what was not inferred since."""


class Reading(Protocol):
    """The corpus as it was at one moment."""

    async def closure(self, wanted: Wanted) -> Closure:
        """All that a path is made of, at once."""
        ...

    async def needs(self, subject: str, concepts: Collection[str]) -> ConceptGraph:
        """These concepts and all that they need. Without evidence: no path shows it."""
        ...

    async def called_now(self, subject: str, name: str) -> str | None:
        """What the concept is called, or is a part of, that authors call so no more."""
        ...

    async def passages(self, chunks: Collection[str]) -> Mapping[str, Located]:
        """By chunk; those that are not live are left out."""
        ...

    async def copies(self, digests: Collection[str]) -> Mapping[str, Sequence[Located]]:
        """Live passages that say just this, by `content_digest`, always in one order."""
        ...


class KnowledgeBase(Protocol):
    """Reads the corpus. Raises GraphAway or GraphRefused while it cannot."""

    async def state(self) -> str:
        """Another one after each change that a reader can see."""
        ...

    async def read(self, goal: str, limit: int, work: Callable[[Found, Reading], Awaitable[T]]) -> T:
        """What `work` makes of what was found. It may be called more than once, and what it was told of and
        reads is of one state. No hits where nothing was ever indexed."""
        ...

    async def look(self, work: Callable[[Reading], Awaitable[T]]) -> T:
        """What `work` reads, of one state, without a goal. It may be called more than once."""
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


@dataclass(frozen=True, slots=True)
class PathMaterial:
    """What the steps of a proposed path teach from. `version` counts its changes."""

    path: UUID
    learner: str
    version: int
    steps: tuple[PlacedStep, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A ticket as a step of an accepted path."""

    path: AcceptedPath
    step: KnownStep
    criteria: Mapping[str, str]
    """What a good answer to the ticket's question says, by the points' ids. Secret."""


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

    async def find_steps_of(self, path: UUID) -> list[PlacedStep]:
        """Without those of which nobody knows the passage."""
        ...

    async def find_steps_in(self, document: UUID) -> list[PlacedStep]:
        """Steps that teach from it, of all paths."""
        ...

    async def find_retired_steps(self) -> list[PlacedStep]: ...

    async def lock_material(self, paths: Collection[UUID]) -> list[PathMaterial]:
        """As it stands, until the transaction ends."""
        ...

    async def save_material(self, material: PathMaterial) -> None:
        """Of a locked path."""
        ...

    async def find_owner(self, path: UUID) -> str | None:
        """The learner of a request, whatever became of it."""
        ...

    async def find_scores(self, learner: str, subject: str) -> dict[str, float]:
        """Of each concept that the learner was graded on, as a step of a path or by a question that names it,
        the best of its tickets' scores as they count."""
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

    async def save_review(self, review: QuestionReview) -> None:
        """Keeps it if it is later than the question's known one."""
        ...

    async def bind_ticket(self, ticket: int, path: UUID, step: UUID, learner: str) -> None:
        """The ticket's grades speak of the step's concept from now on. Binding it again changes nothing."""
        ...

    async def has_question(self, ticket: int, path: UUID, step: UUID, learner: str) -> bool:
        """Whether the ticket is the learner's for a step of the same concept and passage already. Trac then
        left it as it is, with that step's question, whatever this step asks."""
        ...

    async def next_revision(self, ticket: int, learner: str, digest: str) -> int | None:
        """Of the question that the ticket is to have; None where it has just this one already, or is another
        learner's."""
        ...

    async def lock_grades(self, learner: str, ticket: int) -> TicketGrades:
        """Until the transaction ends."""
        ...

    async def find_score(self, learner: str, ticket: int) -> float | None:
        """The one that counts, less what hints took: see `domain.ticket_score`."""
        ...

    async def save_hint(self, hint: GivenHint) -> None:
        """Keeps it if it was given before the one that is known under its id."""
        ...

    async def save_counting_rule(self, rule: CountingRule) -> None:
        """Keeps it if it is later than the ticket's known one."""
        ...

    async def save_named_concepts(self, named: NamedConcepts) -> None:
        """Keeps it if it is later than the ticket's known one."""
        ...

    async def find_places(self, learner: str, ticket: int) -> list[Place]: ...

    async def lock_path(self, path: UUID) -> AcceptedPath:
        """As it stands until this transaction ends."""
        ...

    async def save_step(self, proposed: ProposedStep, difficulty: int) -> None:
        """With all that is secret of it; in place of one that the learner dropped when accepting."""
        ...

    async def save_grade(self, grade: Grade) -> None:
        """Beside what is known of its attempt; one that is there already stays as it is."""
        ...

    async def save_withdrawal(self, withdrawal: WithdrawnGrade) -> None:
        """One that is there already stays as it is."""
        ...

    async def save_counting(self, learner: str, ticket: int, attempt: int, grade: Grade | None) -> None:
        """In place of the one that counted of the attempt. None: no grade counts any more."""
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
