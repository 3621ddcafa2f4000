"""A row of the change feed: what happened, told to Trac."""

from dataclasses import dataclass, replace
from typing import Any, Literal
from uuid import UUID

from traclearn_contracts.events import Event, is_from_trac
from traclearn_contracts.models import (
    AnswerGradedV1,
    AnswerSubmittedV1,
    AnswerUngradableV1,
    CourseChangedV1,
    GradeAppealedV1,
    GradingStartedV1,
    HintGivenV1,
    OverrideWithdrawnV1,
    QuestionDisputedV1,
    QuestionReviewedV1,
    ReviewScheduledV1,
    WikiPageChangedV1,
)

from progress.domain.content import Content
from progress.domain.counting import Counting, counting_of
from progress.domain.grade import Grade, Graded, grade_of
from progress.domain.material import ContentEvent, content_summary
from progress.domain.path import Path, PathEvent
from progress.domain.path_document import path_document, path_rank
from progress.domain.progress import REFUSAL_REASONS, Phase, Progress, progress_of
from progress.domain.record import Record
from progress.domain.review import Review, review_document
from progress.domain.state import NOT_YOURS, State, state_of

Kind = Literal[
    "answer_received",
    "question_received",
    "grading_started",
    "graded",
    "ungradable",
    "delayed",
    "overridden",
    "withdrawn",
    "counting",
    "hint",
    "explanation",
    "appeal",
    "rejected",
    "page_received",
    "content",
    "path",
    "review",
    "question_drafted",
    "question_reviewed",
    "question_disputed",
    "course_changed",
    "ruling_made",
    "ruling_revoked",
    "regrades_ordered",
]

UNKNOWN_TICKET = "unknown_ticket"
NOT_MINTED = "not_minted"
"""An answer that Trac did not number, or tickets that it did not bind: whatever it names, it is none."""
ATTEMPT_TAKEN = "attempt_taken"
"""Another answer came first under this number: the row names the event of the one that is refused."""
SUPERSEDED = "superseded"
"""The attempt is not the newest: what is told of it is no result."""
DECIDED_MEANWHILE = "decided_meanwhile"
"""The author saw another grade than the person's that stood by then."""
OUTRANKED = "outranked"
"""A better grade of the same attempt, or a later step of it, is known: what is told changes nothing."""


@dataclass(frozen=True, slots=True)
class Change:
    """`event_id` is that of the consumed event: the echo that closes a row of Trac's outbox. `content` is the
    document's `content_summary` after it, `path` the `path_document` with its rank, `review` the
    `review_document`, `appeal` the attempt's `appeal_document` with its rank, `state` that of the attempt,
    `hint` the id of the learner's hint; without any of them it is an echo alone. Beside a state or a hint
    `counting` says what counts of the ticket after it."""

    kind: Kind
    event_id: UUID | None
    learner: str | None
    ticket: int | None
    attempt: int | None = None
    grade_id: UUID | None = None
    reason: str | None = None
    document: UUID | None = None
    content: dict[str, Any] | None = None
    state: State | None = None
    path: dict[str, Any] | None = None
    review: dict[str, Any] | None = None
    appeal: dict[str, Any] | None = None
    hint: UUID | None = None
    counting: Counting | None = None


ABOUT_THE_SPEAKER = (
    AnswerSubmittedV1
    | GradeAppealedV1
    | WikiPageChangedV1
    | PathEvent
    | QuestionReviewedV1
    | QuestionDisputedV1
    | CourseChangedV1
)
"""Events that are about the learner of their metadata."""


def learner_of(event: Event) -> str | None:
    """Whom an event is about: who answered, not who graded; who changed a page; whose path it is. None for a
    question that everybody may answer, and for material."""
    if isinstance(event.data, ABOUT_THE_SPEAKER):
        return event.metadata.learner
    return getattr(event.data, "learner", None) or None


def ticket_of(event: Event) -> int | None:
    """None for what is about no ticket."""
    return getattr(event.data, "ticket", None)


def echo(event: Event, kind: Kind, reason: str | None = None, grade_id: UUID | None = None) -> Change:
    """The row that says that `event` was consumed."""
    return Change(
        kind=kind,
        event_id=event.metadata.event_id,
        learner=learner_of(event),
        ticket=ticket_of(event),
        attempt=getattr(event.data, "attempt", None),
        grade_id=grade_id,
        reason=reason,
        document=getattr(event.data, "document", None),
    )


def content_change(event: Event[ContentEvent], content: Content) -> Change:
    """`content` knows the event already."""
    return replace(echo(event, "content"), content=content_summary(content))


def path_change(event: Event[PathEvent], path: Path) -> Change:
    """`path` knows the event already."""
    return replace(echo(event, "path"), path=path_document(path) | {"rank": path_rank(path)})


def review_change(event: Event[ReviewScheduledV1], review: Review) -> Change:
    """`review` is the one that counts."""
    return replace(echo(event, "review"), review=review_document(review))


def answer_change(event: Event[AnswerSubmittedV1], record: Record) -> Change:
    """`record` knows the event already, as in all that follow."""
    number = event.data.attempt
    if progress_of(record).phases[number].phase == "rejected":
        return _with_state(echo(event, "rejected", NOT_YOURS), record)
    if not _is_accepted_answer(record, number, event):
        refused_alone = State(number, "rejected", ATTEMPT_TAKEN, answer=event.metadata.event_id)
        row = echo(event, "rejected", ATTEMPT_TAKEN)
        return replace(row, state=refused_alone, counting=counting_of(record))
    reason = _reason_if_superseded(record, number) or _reason_if_outranked(record, number, "queued")
    return _with_state(echo(event, "answer_received", reason), record)


def grading_start_change(event: Event[GradingStartedV1], record: Record) -> Change:
    number = event.data.attempt
    if _is_of_another_answer(event, record, number):
        return echo(event, "grading_started", OUTRANKED)
    reason = _reason_if_superseded(record, number) or _reason_if_outranked(record, number, "grading")
    return _with_state(echo(event, "grading_started", reason), record)


def ungradable_change(event: Event[AnswerUngradableV1], record: Record) -> Change:
    data = event.data
    kind: Literal["rejected", "ungradable"] = "rejected" if data.reason in REFUSAL_REASONS else "ungradable"
    if _is_of_another_answer(event, record, data.attempt):
        return echo(event, kind, OUTRANKED)
    row = echo(event, kind, _reason_if_outranked(record, data.attempt, kind) or data.reason)
    return _with_state(row, record)


def grade_changes(event: Event[Graded], known: Record, record: Record) -> list[Change]:
    """`known` is the record without the event. An override that changes nothing is told to be refused; so is
    one that was accepted until this one came, which was set before it."""
    grade = grade_of(event)
    refused = record.attempts[grade.attempt].refused_overrides
    if grade.id in refused:
        own = echo(event, "rejected", DECIDED_MEANWHILE, grade.id)
    else:
        own = echo(event, "overridden" if grade.person else "graded", _grade_reason(record, grade), grade.id)
    newly = refused.keys() - known.attempt(grade.attempt).refused_overrides.keys() - {grade.id}
    others = [_refusal(record, refused[id_]) for id_ in sorted(newly)]
    return [_with_state(row, record) for row in (*others, own)]


def withdrawal_change(event: Event[OverrideWithdrawnV1], record: Record) -> Change:
    """Of an attempt that nothing else is known of it is an echo."""
    row = echo(event, "withdrawn")
    return _with_state(row, record) if row.attempt in record.attempts else row


def hint_change(event: Event[HintGivenV1], record: Record) -> Change:
    """It says nothing of its attempt's state, which may not be there yet."""
    row = echo(event, event.data.kind)
    return replace(row, hint=event.data.hint, counting=counting_of(record))


def counting_change(record: Record) -> Change:
    """No event of the learner's says it: the question counts otherwise now."""
    number = record.current
    return _with_state(Change("counting", None, record.learner, record.ticket, number), record)


def delay_change(record: Record, number: int) -> Change:
    """No event says it."""
    answer = record.attempts[number].answer
    event_id = answer.event_id if answer else None
    return _with_state(Change("delayed", event_id, record.learner, record.ticket, number), record)


def rejection_change(event: Event, reason: str, grade_id: UUID | None = None) -> Change:
    """The row for an event that changed nothing. It names an attempt only when an attempt itself is refused:
    an override that may not be, or an answer that numbered itself, must not touch the one that it names."""
    row = echo(event, "rejected", reason, grade_id)
    if isinstance(event.data, AnswerSubmittedV1) and is_from_trac(event):
        return replace(row, state=State(event.data.attempt, "rejected", reason))
    return replace(row, attempt=None)


def dead_letter_change(event: Event, reason: str, known: Record | None = None) -> Change:
    """The row for an event that ended in the dead-letter queue; an answer or grade there cannot be shown.

    A grade that is `known` of its attempt stays.
    """
    if isinstance(event.data, AnswerGradedV1) or (
        isinstance(event.data, AnswerSubmittedV1) and is_from_trac(event)
    ):
        number = event.data.attempt
        graded = known is not None and known.attempt(number).grade is not None
        state = state_of(known, number) if known and graded else State(number, "ungradable", reason)
        counting = counting_of(known) if known else None
        return replace(echo(event, "ungradable", reason), state=state, counting=counting)
    return rejection_change(event, reason)


def reopened_or_rejected(record: Record, before: Progress, after: Progress) -> list[Change]:
    """Answers that a question, coming after them, refuses or (a later revision) lets in again."""
    changes = []
    for number, at in after.phases.items():
        answer = record.attempts[number].answer
        refused, was = at.phase == "rejected", before.phases[number].phase == "rejected"
        if answer and refused != was:
            kind: Kind = "rejected" if refused else "answer_received"
            reason = NOT_YOURS if refused else None
            row = Change(kind, answer.event_id, record.learner, record.ticket, number, reason=reason)
            changes.append(_with_state(row, record))
    return changes


def _with_state(row: Change, record: Record) -> Change:
    if row.attempt is None:
        return row
    return replace(row, state=state_of(record, row.attempt), counting=counting_of(record))


def _refusal(record: Record, grade: Grade) -> Change:
    """The row of an override that another refuses, which was set before it and came after it."""
    where = (record.learner, record.ticket, grade.attempt)
    return Change("rejected", grade.event_id, *where, grade.id, DECIDED_MEANWHILE)


def _grade_reason(record: Record, grade: Grade) -> str | None:
    best = record.attempts[grade.attempt].grade
    outranked = best is None or best.id != grade.id
    return _reason_if_superseded(record, grade.attempt) or (OUTRANKED if outranked else None)


def _is_of_another_answer(event: Event, record: Record, attempt: int) -> bool:
    """Whether it follows from an answer that lost the attempt to another, of which it tells nothing."""
    answer, cause = record.attempts[attempt].answer, event.metadata.causation_id
    return answer is not None and cause is not None and cause != answer.event_id


def _is_accepted_answer(record: Record, attempt: int, event: Event) -> bool:
    answer = record.attempts[attempt].answer
    return answer is not None and answer.event_id == event.metadata.event_id


def _reason_if_superseded(record: Record, attempt: int) -> str | None:
    return SUPERSEDED if attempt < record.current else None


def _reason_if_outranked(record: Record, attempt: int, phase: Phase) -> str | None:
    """Events come in any order: what is told last need not be what happened last."""
    now = progress_of(record).phases[attempt].phase
    return None if now in (phase, "superseded") else OUTRANKED
