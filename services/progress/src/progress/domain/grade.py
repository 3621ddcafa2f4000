"""A grade as the ledger keeps it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from traclearn_contracts.events import Event
from traclearn_contracts.grades import grade_id
from traclearn_contracts.models import AnswerGradedV1, GradeOverriddenV1

Json = dict[str, Any]
Graded = AnswerGradedV1 | GradeOverriddenV1
Cause = Literal["first", "regrade", "ruling", "rubric", "appeal", "override"]


@dataclass(frozen=True, slots=True)
class Grade:
    """One entry of the ledger. `person` is true for a grade set by hand, by `graded_by`.

    `feedback`, `remarks`, `reason` and what `items` quote stand beside the ledger: they are empty once they
    are erased.
    """

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
    cause: Cause
    items: tuple[Json, ...] = field(default=(), hash=False)
    provisional: bool = False
    confidence: float = 1.0
    needs_review: bool = False
    flags: tuple[str, ...] = ()
    sources: tuple[Json, ...] = field(default=(), hash=False)
    remarks: tuple[Json, ...] = field(default=(), hash=False)
    question_revision: int | None = None
    graded_by: str | None = None
    answer_event: UUID | None = None
    provenance: Json | None = field(default=None, hash=False)
    reply_id: str | None = None
    latency_ms: int | None = None
    similarity_group: UUID | None = None
    reason: str = ""
    against: UUID | None = None
    appeal: UUID | None = None
    batch: UUID | None = None


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
    own = _by_person(data) if isinstance(data, GradeOverriddenV1) else _by_machine(data)
    by = metadata.learner if own["person"] else None
    return Grade(**common, **own, graded_by=by)


def _by_person(data: GradeOverriddenV1) -> Json:
    """Points have no label: the grader's items of the same attempt have it."""
    unsaid = {"label": "", "quote": None, "reason": None, "ruling": None}
    return {
        "person": True,
        "grader": "person",
        "cause": "appeal" if data.appeal else "override",
        "items": tuple(unsaid | item.model_dump(mode="json") for item in data.items),
        "reason": data.reason,
        "against": data.against,
        "appeal": data.appeal,
        "batch": data.batch,
    }


def _by_machine(data: AnswerGradedV1) -> Json:
    return {
        "person": False,
        "grader": data.grader,
        "cause": data.cause,
        "items": tuple(item.model_dump(mode="json") for item in data.items),
        "provisional": data.provisional,
        "confidence": data.confidence,
        "needs_review": data.needs_review,
        "flags": tuple(data.flags),
        "sources": tuple(source.model_dump(mode="json") for source in data.sources),
        "remarks": tuple(remark.model_dump(mode="json") for remark in data.remarks),
        "question_revision": data.question_revision,
        "answer_event": data.answer_event,
        "provenance": data.provenance.model_dump(mode="json") if data.provenance else None,
        "reply_id": data.reply_id,
        "latency_ms": data.latency_ms,
        "similarity_group": data.similarity_group,
    }
