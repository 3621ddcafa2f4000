"""A grade as the ledger keeps it, and which of two grades counts."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from traclearn_contracts.events import Event
from traclearn_contracts.grades import grade_id
from traclearn_contracts.models import AnswerGradedV1, GradeOverriddenV1

Json = dict[str, Any]
Graded = AnswerGradedV1 | GradeOverriddenV1


@dataclass(frozen=True, slots=True)
class Grade:
    """One entry of the ledger. `person` is true for a grade set by hand, by `graded_by`."""

    id: UUID
    learner: str
    ticket: int
    attempt: int
    score: float
    feedback: str
    revision: int
    person: bool
    at: datetime
    grader: str
    source: str
    event_id: UUID
    items: tuple[Json, ...] = ()
    provisional: bool = False
    confidence: float = 1.0
    needs_review: bool = False
    flags: tuple[str, ...] = ()
    sources: tuple[Json, ...] = field(default=())
    question_revision: int | None = None
    graded_by: str | None = None

    @property
    def rank(self) -> tuple[bool, int, datetime, UUID]:
        """Person over machine, then revision; the rest decides alike in every order of arrival."""
        return self.person, self.revision, self.at, self.id


def better_grade(known: Grade | None, new: Grade) -> Grade:
    """The one that counts of two grades of the same attempt."""
    return new if known is None or new.rank > known.rank else known


def grade_of(event: Event[Graded]) -> Grade:
    """The grade that an event tells of; its id follows from the event's."""
    data, metadata = event.data, event.metadata
    common: Json = {
        "id": grade_id(event),
        "learner": data.learner,
        "ticket": data.ticket,
        "attempt": data.attempt,
        "score": data.score,
        "feedback": data.feedback,
        "revision": data.revision,
        "at": metadata.occurred_at.astimezone(UTC),
        "source": event.source,
        "event_id": metadata.event_id,
    }
    if isinstance(data, GradeOverriddenV1):
        return Grade(**common, person=True, grader="person", graded_by=metadata.learner)
    return Grade(
        **common,
        person=False,
        grader=data.grader,
        items=tuple(item.model_dump(mode="json") for item in data.items),
        provisional=data.provisional,
        confidence=data.confidence,
        needs_review=data.needs_review,
        flags=tuple(data.flags),
        sources=tuple(source.model_dump(mode="json") for source in data.sources),
        question_revision=data.question_revision,
    )
