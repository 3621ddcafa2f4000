"""What readers see, computed from the facts: the phase of each attempt and the result that counts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from progress.domain.attempt import Attempt
from progress.domain.grade import COMPLETED_AT, Grade
from progress.domain.record import Record

Phase = Literal["queued", "grading", "graded", "delayed", "ungradable", "superseded", "rejected"]
Status = Literal["not_started", "in_progress", "completed"]

WAITING: frozenset[Phase] = frozenset({"queued", "grading"})
"""Phases that a result should follow soon."""
FINAL: frozenset[Phase] = frozenset({"graded", "rejected"})
"""Phases that a newer attempt leaves as they are."""
REFUSALS = frozenset({"not_yours", "rejected"})
"""Reasons of the grader that mean the learner may not answer, rather than that grading failed."""


@dataclass(frozen=True, slots=True)
class At:
    """A phase and since when."""

    phase: Phase
    since: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """The row of `learning.progress` and the phases of its attempts."""

    attempt: int
    phases: dict[int, At]
    status: Status
    last_answer: str | None
    grade: Grade | None
    started_at: datetime | None
    last_accessed: datetime | None
    completed_at: datetime | None

    @property
    def now(self) -> At:
        return self.phases[self.attempt]


def moved(before: Record, after: Record) -> set[int]:
    """The attempts of which anything differs: a fact, or the phase that another attempt's fact gave them."""
    was = stand(before).phases if before.attempts else {}
    now = stand(after).phases
    return {
        number
        for number, attempt in after.attempts.items()
        if before.attempts.get(number) != attempt or was.get(number) != now[number]
    }


def stand(record: Record) -> Standing:
    """The standing of a record that knows at least one attempt."""
    number = record.current
    current = record.attempts[number]
    phases = {n: _phase(record, attempt, current) for n, attempt in record.attempts.items()}
    taken = [n for n, at in phases.items() if at.phase != "rejected"]
    answers = {n: attempt.answer.at for n, attempt in record.attempts.items() if attempt.answer}
    grade = current.grade
    completed = grade is not None and grade.score >= COMPLETED_AT
    return Standing(
        attempt=number,
        phases=phases,
        status="completed" if completed else "in_progress" if taken else "not_started",
        last_answer=current.answer.text if current.answer else None,
        grade=grade,
        started_at=min((answers[n] for n in taken if n in answers), default=None),
        last_accessed=max(answers.values(), default=None),
        completed_at=grade.at if grade and completed else None,
    )


def own_phase(record: Record, attempt: Attempt) -> At:
    """How the attempt itself stands, whether or not a newer one superseded it."""
    if attempt.grade:
        return At("graded", attempt.grade.at)
    last = _step(attempt)
    if record.foreign or last.phase == "rejected":
        return At("rejected", _first_known(attempt))
    return last


def _phase(record: Record, attempt: Attempt, current: Attempt) -> At:
    own = own_phase(record, attempt)
    if own.phase not in FINAL and attempt.number < current.number:
        return At("superseded", _first_known(current))
    return own


def _step(attempt: Attempt) -> At:
    """How far it came. A later start (a replay, a grader that was away) takes a failure or a delay back
    until it ends itself."""
    began = attempt.grading_at
    failed, late = attempt.ungradable, attempt.delayed_at
    if failed and not (began and began > failed.at):
        return At("rejected" if failed.reason in REFUSALS else "ungradable", failed.at)
    if late and not (began and began > late):
        return At("delayed", late)
    return At("grading", began) if began else At("queued", _first_known(attempt))


def _first_known(attempt: Attempt) -> datetime:
    """When it was answered or, while that is not known, the earliest thing that is."""
    if attempt.answer:
        return attempt.answer.at
    ungradable_at = attempt.ungradable.at if attempt.ungradable else None
    grade_at = attempt.grade.at if attempt.grade else None
    return min(filter(None, (attempt.grading_at, attempt.delayed_at, ungradable_at, grade_at)))
