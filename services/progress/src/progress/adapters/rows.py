"""Rows into facts and facts into rows."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import UTC, datetime
from math import ceil
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping
from traclearn_contracts.grades import Withdrawal

from progress.domain.attempt import Answer, Attempt, Ungradable
from progress.domain.change import Change
from progress.domain.counting import Counting
from progress.domain.grade import Grade
from progress.domain.hint import Hint
from progress.domain.progress import PhaseSince, Progress
from progress.domain.record import Record
from progress.domain.review import Review
from progress.domain.state import State
from progress.domain.withdrawal import WithdrawnOverride

Values = dict[str, Any]


GRADE_COLUMNS = {"learner": "cognito_user_id", "ticket": "ticket_id", "at": "graded_at"}
"""Of the grade's fields, where they are called otherwise."""
HINT_COLUMNS = {"learner": "cognito_user_id", "ticket": "ticket_id", "at": "given_at"}
WITHDRAWAL_COLUMNS = {"learner": "cognito_user_id", "ticket": "ticket_id", "at": "withdrawn_at"}
LISTS = ("items", "flags", "sources", "remarks")


def grade_row(grade: Grade) -> Values:
    row = _row(grade, GRADE_COLUMNS)
    return row | {name: list(row[name]) for name in LISTS}


def grade_from(row: RowMapping) -> Grade:
    """The grade in a row of the ledger."""
    values = _values(Grade, row, GRADE_COLUMNS)
    return Grade(**values | {name: tuple(values[name]) for name in LISTS})


def hint_row(hint: Hint) -> Values:
    return _row(hint, HINT_COLUMNS) | {"remarks": list(hint.remarks)}


def hint_from(row: RowMapping) -> Hint:
    return Hint(**_values(Hint, row, HINT_COLUMNS) | {"remarks": tuple(row["remarks"])})


def withdrawal_row(withdrawal: WithdrawnOverride) -> Values:
    return _row(withdrawal, WITHDRAWAL_COLUMNS)


def withdrawal_from(row: RowMapping) -> WithdrawnOverride:
    return WithdrawnOverride(**_values(WithdrawnOverride, row, WITHDRAWAL_COLUMNS))


def attempt_row(record: Record, attempt: Attempt, at: PhaseSince) -> Values:
    answer, ungradable = attempt.answer, attempt.ungradable
    return {
        "cognito_user_id": record.learner,
        "ticket_id": record.ticket,
        "attempt": attempt.number,
        "answer": answer and answer.text,
        "submitted_at": answer and answer.at,
        "answer_event": answer and answer.event_id,
        "seconds": answer and answer.seconds,
        "minted": True,  # for the projector takes no other answer
        "grading_at": attempt.grading_at,
        "delayed_at": attempt.delayed_at,
        "ungradable_at": ungradable and ungradable.at,
        "ungradable_reason": ungradable and ungradable.reason,
        "grade_id": attempt.grade and attempt.grade.id,
        "phase": at.phase,
        "phase_at": at.since,
    }


def attempt_from(row: RowMapping, withdrawals: frozenset[Withdrawal]) -> Attempt:
    """Without its grades."""
    answer = row["answer"] if row["minted"] else None
    failed_at = row["ungradable_at"]
    return Attempt(
        number=row["attempt"],
        answer=None if answer is None else _answer_from(row, answer),
        grading_at=row["grading_at"],
        delayed_at=row["delayed_at"],
        ungradable=None if failed_at is None else Ungradable(failed_at, row["ungradable_reason"]),
        withdrawals=withdrawals,
    )


def _answer_from(row: RowMapping, text: str) -> Answer:
    return Answer(text, row["submitted_at"], row["answer_event"], row["seconds"])


def progress_row(record: Record, progress: Progress) -> Values:
    grade, counting = progress.grade, progress.counting
    return {
        "cognito_user_id": record.learner,
        "ticket_id": record.ticket,
        "status": progress.status,
        "started_at": utc_without_zone(progress.started_at),
        "last_accessed": utc_without_zone(progress.last_accessed),
        "completed_at": utc_without_zone(progress.completed_at),
        "time_spent_minutes": ceil(progress.seconds_spent / 60),
        "last_answer": progress.last_answer,
        "answer_score": grade and grade.score,
        "answer_feedback": grade and grade.feedback,
        "attempt": progress.attempt,
        "phase": progress.current.phase,
        "phase_at": progress.current.since,
        "grade_id": grade and grade.id,
        "counting_attempt": counting and counting.attempt,
        "counting_score": counting and counting.score,
        "deducted": counting.deducted if counting else 0,
        "counting_grade": counting and counting.grade.id,
    }


def change_row(change: Change) -> Values:
    return {
        "kind": change.kind,
        "event_id": change.event_id,
        "cognito_user_id": change.learner,
        "ticket_id": change.ticket,
        "attempt": change.attempt,
        "grade_id": change.grade_id,
        "reason": change.reason,
        "document": change.document,
        "content": change.content,
        "path_id": change.path and UUID(change.path["id"]),
        "path": change.path,
        "review": change.review,
        "appeal": change.appeal,
        "state": change.state and state_values(change.state),
        "counting_grade": change.state and change.state.grade_id,
        "hint_id": change.hint,
        "counting": change.counting and counting_values(change.counting),
    }


def review_row(review: Review) -> Values:
    values = asdict(review)
    return values | {"cognito_user_id": values.pop("learner"), "ticket_id": values.pop("ticket")}


def review_from(row: RowMapping) -> Review:
    values = dict(row)
    return Review(values.pop("cognito_user_id"), values.pop("ticket_id"), **values)


def state_values(state: State) -> Values:
    """All but the grade, which has a column."""
    answer = state.answer and str(state.answer)
    known = {"attempt": state.attempt, "phase": state.phase, "reason": state.reason, "answer": answer}
    return known | {"decisions": state.decisions}


def counting_values(counting: Counting) -> Values:
    return {"attempt": counting.attempt, "score": counting.score, "deducted": counting.deducted}


def utc_without_zone(at: datetime | None) -> datetime | None:
    """For the columns without a zone."""
    return at and at.astimezone(UTC).replace(tzinfo=None)


def _row(known: Any, columns: Mapping[str, str]) -> Values:
    return {columns.get(field.name, field.name): getattr(known, field.name) for field in fields(known)}


def _values(kind: type[Any], row: RowMapping, columns: Mapping[str, str]) -> Values:
    return {field.name: row[columns.get(field.name, field.name)] for field in fields(kind)}
