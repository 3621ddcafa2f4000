"""Rows of the change feed that tell of attempts. `own` is the row of the event; `record` knows it already."""

from dataclasses import replace
from typing import Literal

from traclearn_contracts.events import Event
from traclearn_contracts.models import AnswerSubmittedV1, AnswerUngradableV1, GradingStartedV1

from progress.domain.change import Change, Kind
from progress.domain.counting import counting_of
from progress.domain.progress import REFUSAL_REASONS, Phase, Progress, progress_of
from progress.domain.record import Record
from progress.domain.state import NOT_YOURS, State, state_of

ATTEMPT_TAKEN = "attempt_taken"
"""Another answer came first under this number: the row names the event of the one that is refused."""
SUPERSEDED = "superseded"
"""The attempt is not the newest: what is told of it is no result."""
OUTRANKED = "outranked"
"""A better grade of the same attempt, or a later step of it, is known: what is told changes nothing."""


def answer_change(event: Event[AnswerSubmittedV1], own: Change, record: Record) -> Change:
    number = event.data.attempt
    if progress_of(record).phases[number].phase == "rejected":
        return with_state(replace(own, kind="rejected", reason=NOT_YOURS), record)
    if not _is_accepted_answer(record, number, event):
        refused_alone = State(number, "rejected", ATTEMPT_TAKEN, answer=event.metadata.event_id)
        row = replace(own, kind="rejected", reason=ATTEMPT_TAKEN)
        return replace(row, state=refused_alone, counting=counting_of(record))
    reason = reason_if_superseded(record, number) or _reason_if_outranked(record, number, "queued")
    return with_state(replace(own, reason=reason), record)


def refused_answer_change(event: Event[AnswerSubmittedV1], own: Change, reason: str) -> Change:
    """The attempt itself is refused."""
    state = State(event.data.attempt, "rejected", reason)
    return replace(own, kind="rejected", reason=reason, state=state)


def grading_start_change(event: Event[GradingStartedV1], own: Change, record: Record) -> Change:
    number = event.data.attempt
    if _is_of_another_answer(event, record, number):
        return replace(own, reason=OUTRANKED)
    reason = reason_if_superseded(record, number) or _reason_if_outranked(record, number, "grading")
    return with_state(replace(own, reason=reason), record)


def ungradable_change(event: Event[AnswerUngradableV1], own: Change, record: Record) -> Change:
    data = event.data
    kind: Literal["rejected", "ungradable"] = "rejected" if data.reason in REFUSAL_REASONS else "ungradable"
    row = replace(own, kind=kind)
    if _is_of_another_answer(event, record, data.attempt):
        return replace(row, reason=OUTRANKED)
    reason = _reason_if_outranked(record, data.attempt, kind) or data.reason
    return with_state(replace(row, reason=reason), record)


def lost_change(own: Change, number: int, reason: str, known: Record | None) -> Change:
    """The row for an event that ended in the dead-letter queue, and without which its attempt has no result.
    A grade that is `known` of the attempt stays."""
    graded = known is not None and known.attempt(number).grade is not None
    state = state_of(known, number) if known and graded else State(number, "ungradable", reason)
    counting = counting_of(known) if known else None
    return replace(own, kind="ungradable", reason=reason, state=state, counting=counting)


def counting_change(record: Record) -> Change:
    """No event of the learner's says it: the question counts otherwise now."""
    number = record.current
    return with_state(Change("counting", None, record.learner, record.ticket, number), record)


def delay_change(record: Record, number: int) -> Change:
    """No event says it."""
    answer = record.attempts[number].answer
    event_id = answer.event_id if answer else None
    return with_state(Change("delayed", event_id, record.learner, record.ticket, number), record)


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
            changes.append(with_state(row, record))
    return changes


def with_state(row: Change, record: Record) -> Change:
    if row.attempt is None:
        return row
    return replace(row, state=state_of(record, row.attempt), counting=counting_of(record))


def reason_if_superseded(record: Record, attempt: int) -> str | None:
    return SUPERSEDED if attempt < record.current else None


def _is_of_another_answer(event: Event, record: Record, attempt: int) -> bool:
    """Whether it follows from an answer that lost the attempt to another, of which it tells nothing."""
    answer, cause = record.attempts[attempt].answer, event.metadata.causation_id
    return answer is not None and cause is not None and cause != answer.event_id


def _is_accepted_answer(record: Record, attempt: int, event: Event) -> bool:
    answer = record.attempts[attempt].answer
    return answer is not None and answer.event_id == event.metadata.event_id


def _reason_if_outranked(record: Record, attempt: int, phase: Phase) -> str | None:
    """Events come in any order: what is told last need not be what happened last."""
    now = progress_of(record).phases[attempt].phase
    return None if now in (phase, "superseded") else OUTRANKED
