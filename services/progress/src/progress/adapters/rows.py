"""Rows into facts and facts into rows."""

from dataclasses import asdict
from datetime import UTC, datetime
from math import ceil
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping

from progress.domain.attempt import Answer, Attempt, Ungradable
from progress.domain.change import Change
from progress.domain.grade import Grade
from progress.domain.progress import PhaseSince, Progress
from progress.domain.record import Record
from progress.domain.review import Review
from progress.domain.state import State

Values = dict[str, Any]


def grade_row(grade: Grade) -> Values:
    names = (
        "id, attempt, score, feedback, provisional, confidence, needs_review, question_revision, grader, "
        "person, graded_by, revision, source, event_id"
    )
    return {name: getattr(grade, name) for name in names.split(", ")} | {
        "cognito_user_id": grade.learner,
        "ticket_id": grade.ticket,
        "items": list(grade.items),
        "flags": list(grade.flags),
        "sources": list(grade.sources),
        "graded_at": grade.at,
    }


def grade_from(row: RowMapping) -> Grade:
    """The grade in a row of the ledger."""
    values = dict(row)
    return Grade(
        id=values["id"],
        learner=values["cognito_user_id"],
        ticket=values["ticket_id"],
        attempt=values["attempt"],
        score=values["score"],
        feedback=values["feedback"],
        revision=values["revision"],
        person=values["person"],
        at=values["graded_at"],
        grader=values["grader"],
        source=values["source"],
        event_id=values["event_id"],
        items=tuple(values["items"]),
        provisional=values["provisional"],
        confidence=values["confidence"],
        needs_review=values["needs_review"],
        flags=tuple(values["flags"]),
        sources=tuple(values["sources"]),
        question_revision=values["question_revision"],
        graded_by=values["graded_by"],
    )


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


def attempt_from(row: RowMapping, grade: Grade | None) -> Attempt:
    answer = row["answer"] if row["minted"] else None
    failed_at = row["ungradable_at"]
    return Attempt(
        number=row["attempt"],
        answer=None if answer is None else _answer_from(row, answer),
        grading_at=row["grading_at"],
        delayed_at=row["delayed_at"],
        ungradable=None if failed_at is None else Ungradable(failed_at, row["ungradable_reason"]),
        grade=grade,
    )


def _answer_from(row: RowMapping, text: str) -> Answer:
    return Answer(text, row["submitted_at"], row["answer_event"], row["seconds"])


def progress_row(record: Record, progress: Progress) -> Values:
    grade = progress.grade
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
        "state": change.state and state_values(change.state),
        "counting_grade": change.state and change.state.grade_id,
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
    return {"attempt": state.attempt, "phase": state.phase, "reason": state.reason, "answer": answer}


def utc_without_zone(at: datetime | None) -> datetime | None:
    """For the columns without a zone."""
    return at and at.astimezone(UTC).replace(tzinfo=None)
