"""A row of the change feed: what happened, told to Trac."""

from dataclasses import dataclass, replace
from typing import Any, Literal
from uuid import UUID

from traclearn_contracts.events import Event, minted
from traclearn_contracts.models import (
    AnswerGradedV1,
    AnswerSubmittedV1,
    AnswerUngradableV1,
    ContentIndexedV1,
    ContentProgressedV1,
    ContentRejectedV1,
    ContentRemovedV1,
    GradeOverriddenV1,
    GradingStartedV1,
    QuestionPublishedV1,
    WikiPageChangedV1,
)

from progress.domain.content import Content
from progress.domain.grade import grade_of
from progress.domain.material import Material, summary
from progress.domain.record import Record
from progress.domain.standing import REFUSALS, Phase, Standing, stand

Kind = Literal[
    "answer_received",
    "question_received",
    "grading_started",
    "graded",
    "ungradable",
    "delayed",
    "overridden",
    "rejected",
    "page_received",
    "content",
]
OfAttempt = AnswerSubmittedV1 | GradingStartedV1 | AnswerGradedV1 | AnswerUngradableV1 | GradeOverriddenV1
OfTicket = OfAttempt | QuestionPublishedV1

KINDS: dict[type, Kind] = {
    AnswerSubmittedV1: "answer_received",
    QuestionPublishedV1: "question_received",
    GradingStartedV1: "grading_started",
    AnswerGradedV1: "graded",
    AnswerUngradableV1: "ungradable",
    GradeOverriddenV1: "overridden",
    WikiPageChangedV1: "page_received",
    ContentProgressedV1: "content",
    ContentIndexedV1: "content",
    ContentRejectedV1: "content",
    ContentRemovedV1: "content",
}
UNKNOWN_TICKET = "unknown_ticket"
NOT_YOURS = "not_yours"
NOT_MINTED = "not_minted"
"""An answer that Trac did not number: whatever attempt it names, it is none."""
TAKEN = "attempt_taken"
"""Another answer came first under this number: the row names the event of the one that is refused."""
SUPERSEDED = "superseded"
"""The attempt is not the newest: what is told of it is no result."""
OUTRANKED = "outranked"
"""A better grade of the same attempt, or a later step of it, is known: what is told changes nothing."""
STEPS: dict[type, Phase] = {AnswerSubmittedV1: "queued", GradingStartedV1: "grading"}


@dataclass(frozen=True, slots=True)
class Change:
    """`event_id` is that of the consumed event: the echo that closes a row of Trac's outbox. `content` is the
    document's `summary` after it."""

    kind: Kind
    event_id: UUID | None
    learner: str | None
    ticket: int | None
    attempt: int | None = None
    grade_id: UUID | None = None
    reason: str | None = None
    document: UUID | None = None
    content: dict[str, Any] | None = None


def learner_of(event: Event) -> str | None:
    """Whom an event is about: who answered, not who graded; who changed a page. None for a question that
    everybody may answer, and for material."""
    if isinstance(event.data, AnswerSubmittedV1 | WikiPageChangedV1):
        return event.metadata.learner
    return getattr(event.data, "learner", None) or None


def ticket_of(event: Event) -> int | None:
    """None for what is about no ticket."""
    return event.data.ticket if isinstance(event.data, OfTicket) else None


def echo(event: Event, kind: Kind, reason: str | None = None, grade_id: UUID | None = None) -> Change:
    """The row that says that `event` was consumed."""
    data = event.data
    return Change(
        kind=kind,
        event_id=event.metadata.event_id,
        learner=learner_of(event),
        ticket=ticket_of(event),
        attempt=data.attempt if isinstance(data, OfAttempt) else None,
        grade_id=grade_id,
        reason=reason,
        document=data.document if isinstance(data, Material) else None,
    )


def taught(event: Event, content: Content) -> Change:
    """The row for an event of the indexer; `content` knows it already."""
    return replace(echo(event, "content"), content=summary(content))


def told(event: Event, record: Record) -> Change:
    """The row for an event of one attempt; `record` knows the event already."""
    match event.data:
        case AnswerSubmittedV1() as data if stand(record).phases[data.attempt].phase == "rejected":
            return echo(event, "rejected", NOT_YOURS)
        case AnswerSubmittedV1() as data if not _stands(record, data.attempt, event):
            return echo(event, "rejected", TAKEN)
        case AnswerUngradableV1() as data:
            kind: Literal["rejected", "ungradable"] = "rejected" if data.reason in REFUSALS else "ungradable"
            return echo(event, kind, _overtaken(record, data.attempt, kind) or data.reason)
        case AnswerGradedV1() | GradeOverriddenV1() as data:
            grade = grade_of(event)
            best = record.attempts[data.attempt].grade
            outranked = best is not None and best.id != grade.id
            reason = _superseded(record, data.attempt) or (OUTRANKED if outranked else None)
            return echo(event, KINDS[type(data)], reason, grade.id)
        case AnswerSubmittedV1() | GradingStartedV1() as data:
            overtaken = _overtaken(record, data.attempt, STEPS[type(data)])
            return echo(event, KINDS[type(data)], _superseded(record, data.attempt) or overtaken)
    raise TypeError(f"{event.detail_type} says nothing of an attempt")


def refused(event: Event, reason: str, grade_id: UUID | None = None) -> Change:
    """The row for an event that changed nothing. It names an attempt only when an attempt itself is refused:
    an override that may not be, or an answer that numbered itself, must not touch the one that it names."""
    row = echo(event, "rejected", reason, grade_id)
    attempted = isinstance(event.data, AnswerSubmittedV1) and minted(event)
    return row if attempted else replace(row, attempt=None)


def failed(event: Event, reason: str) -> Change:
    """The row for an event that ended in the dead-letter queue; an answer or grade there cannot be shown."""
    if isinstance(event.data, AnswerGradedV1) or (
        isinstance(event.data, AnswerSubmittedV1) and minted(event)
    ):
        return echo(event, "ungradable", reason)
    return refused(event, reason)


def turned(record: Record, before: Standing, after: Standing) -> list[Change]:
    """Answers that a question, coming after them, refuses or (a later revision) lets in again."""
    changes = []
    for number, at in after.phases.items():
        answer = record.attempts[number].answer
        refused, was = at.phase == "rejected", before.phases[number].phase == "rejected"
        if answer and refused != was:
            kind: Kind = "rejected" if refused else "answer_received"
            reason = NOT_YOURS if refused else None
            changes.append(
                Change(kind, answer.event_id, record.learner, record.ticket, number, reason=reason)
            )
    return changes


def _stands(record: Record, attempt: int, event: Event) -> bool:
    answer = record.attempts[attempt].answer
    return answer is not None and answer.event_id == event.metadata.event_id


def _superseded(record: Record, attempt: int) -> str | None:
    return SUPERSEDED if attempt < record.current else None


def _overtaken(record: Record, attempt: int, phase: Phase) -> str | None:
    """Events come in any order: what is told last need not be what happened last."""
    now = stand(record).phases[attempt].phase
    return None if now in (phase, "superseded") else OUTRANKED
