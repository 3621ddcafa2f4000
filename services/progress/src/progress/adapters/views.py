"""Rows as the API shows them: plain JSON values."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.engine import RowMapping

from progress.adapters.appeals import APPEAL_PREFIX
from progress.adapters.generated_questions import generated_question_from
from progress.domain.generated_question import question_document
from progress.domain.hint import Hint, deducted_by

Json = dict[str, Any]

GRADE_FIELDS = (
    "score",
    "feedback",
    "remarks",
    "items",
    "provisional",
    "confidence",
    "needs_review",
    "flags",
    "sources",
    "grader",
    "person",
    "revision",
    "cause",
    "reason",
)
"""What the feed tells of a grade, beside its id and its moment."""
PATH_FIELDS = (
    "id",
    "state",
    "title",
    "query_text",
    "question_difficulty",
    "minutes",
    "path_minutes",
    "step_count",
    "created_at",
    "at",
)
"""What the list of paths is made of: not the steps."""
DESK_GRADE_FIELDS = (
    "score",
    "items",
    "confidence",
    "flags",
    "grader",
    "feedback",
    "remarks",
    "question_revision",
)
HINT_FIELDS = ("attempt", "kind", "item", "text", "remarks", "deduction")
GRADE_PREFIX, COUNTING_PREFIX, HINT_PREFIX = "grade_", "counting_", "hint_"
"""Before the names of a row's columns: of the grade it tells of, of the grade in its state, of its hint."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def summary(row: RowMapping) -> Json:
    """One ticket in the list."""
    return {
        "ticket_id": row["ticket_id"],
        "status": row["status"],
        "phase": row["phase"],
        "phase_at": time_of(row["phase_at"]),
        "attempt": row["attempt"],
        "answer_score": row["answer_score"],
        "provisional": bool(row["provisional"]),
        "needs_review": bool(row["needs_review"]),
        "started_at": time_of(row["started_at"]),
        "last_accessed": time_of(row["last_accessed"]),
        "completed_at": time_of(row["completed_at"]),
        "time_spent_minutes": row["time_spent_minutes"],
        "review_due_at": time_of(row["review_due_at"]),
        "counting_attempt": row["counting_attempt"],
        "counting_score": row["counting_score"],
    }


def path_summary(row: RowMapping) -> Json:
    """One path in the list."""
    return {
        "id": str(row["id"]),
        "state": row["state"],
        "title": row["title"],
        "goal": row["query_text"],
        "difficulty": row["question_difficulty"],
        "minutes": row["minutes"],
        "path_minutes": row["path_minutes"],
        "step_count": row["step_count"],
        "requested_at": time_of(row["created_at"]),
        "at": time_of(row["at"]),
    }


def gap(row: RowMapping) -> Json:
    """One thing that was asked for and is not there; `nearest` as it was said last."""
    return {
        "goal": row["goal"],
        "learners": row["learners"],
        "requests": row["requests"],
        "first_at": time_of(row["first_at"]),
        "last_at": time_of(row["last_at"]),
        "nearest": row["refusal"]["data"]["nearest"],
    }


def generated_question(row: RowMapping) -> Json:
    """One question with its reference and rubric: for authors alone."""
    return question_document(generated_question_from(row), row["uses"], row["disputes"], row["notes"] or ())


def ruling(row: RowMapping) -> Json:
    """One ruling, and how many grades of the ledger follow it."""
    same = ("ticket_id", "item", "words", "verdict", "note", "ruled_by")
    return {
        "id": str(row["id"]),
        **{name: row[name] for name in same},
        "ruled_at": time_of(row["ruled_at"]),
        "revoked_at": time_of(row["revoked_at"]),
        "cited": row["cited"],
    }


def detail(row: RowMapping, attempts: Sequence[RowMapping], hints: Sequence[Hint]) -> Json:
    """One ticket with its answer, its feedback and every attempt, the first one first."""
    return summary(row) | {
        "last_answer": row["last_answer"],
        "answer_feedback": row["answer_feedback"],
        "remarks": row["remarks"] or [],
        "items": row["items"] or [],
        "sources": row["sources"] or [],
        "person": bool(row["person"]),
        "attempts": [_attempt(attempt, hints) for attempt in attempts],
    }


def change(row: RowMapping) -> Json:
    """One row of the feed."""
    return {
        "id": row["id"],
        "at": time_of(row["at"]),
        "kind": row["kind"],
        "event_id": str(row["event_id"]) if row["event_id"] else None,
        "learner": row["cognito_user_id"],
        "ticket": row["ticket_id"],
        "attempt": row["attempt"],
        "grade": _grade(row, row["grade_id"], GRADE_PREFIX) if row["grade_id"] else None,
        "reason": row["reason"],
        "document": str(row["document"]) if row["document"] else None,
        "content": row["content"],
        "state": _state(row) if row["state"] else None,
        "counting": row["counting"],
        **{name: row[name] for name in ("path", "review", "appeal") if row[name]},
        **({"hint": _hint(row)} if row["hint_id"] else {}),
        **({"withdrawal": _withdrawal(row)} if row["override"] else {}),
    }


def _state(row: RowMapping) -> Json:
    """Of two states of an attempt that of the greater rank counts, and of equal ones the later in the feed.

    The rank is how much persons have said of the grade (rows from before say whether one has), then the
    grade's revision, microseconds and id, or zeros. So one that counts again outranks the one withdrawn.
    """
    grade = _grade(row, row["counting_grade"], COUNTING_PREFIX) if row["counting_grade"] else None
    at = row[COUNTING_PREFIX + "graded_at"] if grade else row["at"]
    said = dict(row["state"])
    decisions = said.pop("decisions", int(bool(grade and grade["person"])))
    rank = [grade["revision"], _microseconds(at), grade["id"]] if grade else [0, 0, ""]
    return {**said, "at": time_of(at), "rank": [decisions, *rank], "grade": grade}


def _hint(row: RowMapping) -> Json:
    """What the learner got; the row's attempt is that of the event, which may be a later one."""
    own = {name: row[HINT_PREFIX + name] for name in HINT_FIELDS}
    return {"hint": str(row["hint_id"]), **own}


def _withdrawal(row: RowMapping) -> Json:
    """The event of the grade that is taken back, by whom and why."""
    return {
        "override": str(row["override"]),
        "withdrawn_by": row["withdrawn_by"],
        "reason": row["withdrawal_reason"],
    }


def _grade(row: RowMapping, id_: UUID, prefix: str) -> Json:
    own = {"id": str(id_), "at": time_of(row[prefix + "graded_at"])}
    return own | {name: row[prefix + name] for name in GRADE_FIELDS}


def desk_question(row: RowMapping) -> Json:
    """How many answers to one question need an author, and why."""
    counts = {name: row[name] for name in ("ticket_id", "course", "appealed", "flagged", "uncertain")}
    return counts | {"oldest_at": time_of(row["oldest_at"])}


def desk_answer(row: RowMapping) -> Json:
    """One answer that needs an author, with its grade: it names the learner."""
    grade = {name: row[GRADE_PREFIX + name] for name in DESK_GRADE_FIELDS}
    return {
        "ticket_id": row["ticket_id"],
        "learner": row["cognito_user_id"],
        "attempt": row["attempt"],
        "answer": row["answer"],
        "submitted_at": time_of(row["submitted_at"]),
        "why": ("appealed", "flagged", "uncertain")[row["place"]],
        "group": row["similarity_group"] and str(row["similarity_group"]),
        "grade": {"id": str(row["grade_id"]), **grade, "at": time_of(row["graded_at"])},
        "appeal": _appeal(row) if row["appeal_id"] else None,
    }


def _appeal(row: RowMapping) -> Json:
    """As `domain.appeal_status.appeal_document` has it."""
    same = {name: row[APPEAL_PREFIX + name] for name in ("state", "why", "reason", "answer")}
    return {"id": str(row[APPEAL_PREFIX + "id"]), **same, "at": time_of(row[APPEAL_PREFIX + "at"])}


def _attempt(row: RowMapping, hints: Sequence[Hint]) -> Json:
    return {
        "attempt": row["attempt"],
        "answer": row["answer"],
        "phase": row["phase"],
        "phase_at": time_of(row["phase_at"]),
        "score": row["score"],
        "feedback": row["feedback"],
        "remarks": row["remarks"] or [],
        "submitted_at": time_of(row["submitted_at"]),
        "grade": row["grade_id"] and str(row["grade_id"]),
        "deducted": float(deducted_by(hints, row["attempt"])),
        "appeal": _appeal(row) if row["appeal_id"] else None,
    }


def time_of(at: datetime | None) -> str | None:
    """RFC 3339; columns without a zone hold UTC."""
    if at is None:
        return None
    return (at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)).isoformat()


def _microseconds(at: datetime) -> int:
    """Since 1970."""
    return (at - EPOCH) // timedelta(microseconds=1)
