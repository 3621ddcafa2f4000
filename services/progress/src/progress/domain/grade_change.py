"""Rows of the change feed that tell of grades. `own` is the row of the event; `record` knows it already."""

from dataclasses import replace

from progress.domain.attempt_change import OUTRANKED, reason_if_superseded, with_state
from progress.domain.change import Change
from progress.domain.grade import Grade
from progress.domain.record import Record

DECIDED_MEANWHILE = "decided_meanwhile"
"""The author saw another grade than the person's that stood by then."""


def grade_changes(grade: Grade, own: Change, known: Record, record: Record) -> list[Change]:
    """`known` is the record without the event. An override that changes nothing is told to be refused; so is
    one that was accepted until this one came, which was set before it."""
    own = replace(own, grade_id=grade.id)
    refused = record.attempts[grade.attempt].refused_overrides
    if grade.id in refused:
        own = replace(own, kind="rejected", reason=DECIDED_MEANWHILE)
    else:
        own = replace(own, reason=_reason(record, grade))
    newly = refused.keys() - known.attempt(grade.attempt).refused_overrides.keys() - {grade.id}
    others = [_refusal(record, refused[id_]) for id_ in sorted(newly)]
    return [with_state(row, record) for row in (*others, own)]


def withdrawal_change(own: Change, record: Record) -> Change:
    """Of an attempt that nothing else is known of it is an echo."""
    return with_state(own, record) if own.attempt in record.attempts else own


def _refusal(record: Record, grade: Grade) -> Change:
    """The row of an override that another refuses, which was set before it and came after it."""
    where = (record.learner, record.ticket, grade.attempt)
    return Change("rejected", grade.event_id, *where, grade.id, DECIDED_MEANWHILE)


def _reason(record: Record, grade: Grade) -> str | None:
    best = record.attempts[grade.attempt].grade
    outranked = best is None or best.id != grade.id
    return reason_if_superseded(record, grade.attempt) or (OUTRANKED if outranked else None)
