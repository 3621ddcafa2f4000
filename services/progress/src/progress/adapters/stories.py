"""Rows of the ledger as authors read them: plain JSON values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping

from progress.adapters.appeals import appeals_from
from progress.adapters.rows import grade_from, withdrawal_from
from progress.adapters.views import time_of
from progress.domain.appeal import Appeals
from progress.domain.attempt import Attempt
from progress.domain.path import Statement

Json = dict[str, Any]


def gradebook_entry(row: RowMapping) -> Json:
    """`attempts` were accepted. Without a counting attempt there is no grade."""
    return {
        "ticket_id": row["ticket_id"],
        "course": row["course"],
        "learner": row["cognito_user_id"],
        "status": row["status"],
        "attempts": row["attempts"],
        "counting_attempt": row["counting_attempt"],
        "counting_score": row["counting_score"],
        "deducted": row["deducted"],
        "provisional": bool(row["provisional"]),
        "needs_review": bool(row["needs_review"]),
        "person": bool(row["person"]),
        "appeal": row["appeal"],
        "grade": row["counting_grade"] and str(row["counting_grade"]),
        "graded_at": time_of(row["graded_at"]),
    }


@dataclass(frozen=True, slots=True)
class AttemptRows:
    """What the tables have of one attempt. Without `attempt` its ticket is gone, and the answer with it."""

    attempt: RowMapping | None
    grades: Sequence[RowMapping]
    withdrawals: Sequence[RowMapping]
    hints: Sequence[RowMapping]
    appeals: Sequence[RowMapping] = ()


def story(grade: RowMapping, course: str | None, found: AttemptRows) -> Json:
    """From the row of one of its grades. An answer that was erased is null."""
    attempt, known = found.attempt, _attempt(grade["attempt"], found)
    refused = known.refused_overrides
    entries = [
        *((row["graded_at"], _graded(row, is_refused=row["id"] in refused)) for row in found.grades),
        *((row["withdrawn_at"], _withdrawn(row)) for row in found.withdrawals),
        *((row["given_at"], _given(row)) for row in found.hints),
        *(entry for row in found.appeals for entry in _appeal_entries(appeals_from(row))),
    ]
    answer_event = attempt["answer_event"] if attempt else grade["answer_event"]
    return {
        "ticket_id": grade["ticket_id"],
        "course": course,
        "learner": grade["cognito_user_id"],
        "attempt": grade["attempt"],
        "answer": (attempt["answer"] or None) if attempt else None,
        "answer_event": answer_event and str(answer_event),
        "submitted_at": time_of(attempt["submitted_at"]) if attempt else None,
        "counts": str(known.grade.id) if known.grade else None,
        "story": [entry for _, entry in sorted(entries, key=lambda pair: (pair[0], pair[1]["id"]))],
    }


def spending(row: RowMapping) -> Json:
    """`unpriced`: grades and hints of models that no price list has."""
    counts = {name: row[name] for name in ("grades", "hints", "input_tokens", "output_tokens")}
    money = {"cost_usd": row["cost_usd"], "unpriced": row["unpriced"]}
    return {"day": row["day"].isoformat(), "course": row["course"], **counts, **money}


def _attempt(number: int, found: AttemptRows) -> Attempt:
    attempt = Attempt(number, withdrawals=frozenset(map(withdrawal_from, found.withdrawals)))
    for row in found.grades:
        attempt = attempt.with_grade(grade_from(row))
    return attempt


def _graded(row: RowMapping, *, is_refused: bool) -> Json:
    said = ("score", "items", "confidence", "flags", "reason", "feedback", "remarks")
    entry = _entry(row["id"], "overridden" if row["person"] else "graded", row["graded_at"])
    return entry | {
        "cause": row["cause"],
        "by": row["graded_by"] if row["person"] else row["grader"],
        "person": row["person"],
        **{name: row[name] for name in (*said, "question_revision", "revision")},
        "refused": is_refused,
        **{name: row[name] for name in ("provenance", "reply_id", "latency_ms")},
        "event_id": str(row["event_id"]),
    }


def _withdrawn(row: RowMapping) -> Json:
    entry = _entry(row["event_id"], "withdrawn", row["withdrawn_at"])
    said = {"by": row["withdrawn_by"], "person": True, "reason": row["reason"]}
    return entry | said | {"override": str(row["override"])}


def _given(row: RowMapping) -> Json:
    entry = _entry(row["id"], row["kind"], row["given_at"]) | {"by": row["grader"], "person": False}
    said = ("item", "text", "remarks", "deduction", "provenance", "reply_id")
    return entry | {name: row[name] for name in said}


def _appeal_entries(appeals: Appeals) -> list[tuple[datetime, Json]]:
    """What the learner and the second grader said, each with its time."""
    made = [(appeal.id, appeal.made) for appeal in appeals.known.values() if appeal.made]
    assessed = [appeal.assessed for appeal in appeals.known.values() if appeal.assessed]
    return [
        *((said.at, _appealed(id_, said, appeals.learner)) for id_, said in made),
        *((said.at, _assessed(said)) for said in assessed),
    ]


def _appealed(id_: UUID, said: Statement, learner: str) -> Json:
    words = {"by": learner, "person": True, "reason": said.data["reason"]}
    return _entry(id_, "appealed", said.at) | words


def _assessed(said: Statement) -> Json:
    """Its score and items counted for nothing but the outcome. One from before names no reply."""
    names = ("score", "items", "outcome", "why", "provenance")
    by = {"cause": "appeal", "by": said.data["grader"], "person": False}
    told = {name: said.data[name] for name in names} | {"reply_id": said.data.get("reply_id")}
    return _entry(said.event_id, "assessed", said.at) | by | told


def _entry(id_: UUID, kind: str, at: datetime) -> Json:
    return {"id": str(id_), "kind": kind, "at": time_of(at)}
