"""What readers see, computed from the facts: the phase of each attempt and the result that counts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from traclearn_contracts.grades import COMPLETED_SCORE

from progress.domain.attempt import Attempt
from progress.domain.counting import Counting, counting_of
from progress.domain.grade import Grade
from progress.domain.record import Record

Phase = Literal["queued", "grading", "graded", "delayed", "ungradable", "superseded", "rejected"]
Status = Literal["not_started", "in_progress", "completed"]

WAITING_PHASES: frozenset[Phase] = frozenset({"queued", "grading"})
"""Phases that a result should follow soon."""
FINAL_PHASES: frozenset[Phase] = frozenset({"graded", "rejected"})
"""Phases that a newer attempt leaves as they are."""
REFUSAL_REASONS = frozenset({"not_yours", "rejected"})
"""Reasons of the grader that mean the learner may not answer, rather than that grading failed."""


@dataclass(frozen=True, slots=True)
class PhaseSince:
    """A phase and since when."""

    phase: Phase
    since: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """A learner's progress on one ticket: the row of `learning.progress` and the phases of its attempts.

    `attempt`, `last_answer` and `grade` are the newest attempt's; status and completion follow `counting`.
    """

    attempt: int
    phases: dict[int, PhaseSince]
    status: Status
    last_answer: str | None
    grade: Grade | None
    counting: Counting | None
    started_at: datetime | None
    last_accessed: datetime | None
    completed_at: datetime | None
    seconds_spent: int

    @property
    def current(self) -> PhaseSince:
        return self.phases[self.attempt]


def changed_attempts(before: Record, after: Record) -> set[int]:
    """The attempts of which anything differs: a fact, or the phase that another attempt's fact gave them."""
    was = progress_of(before).phases if before.attempts else {}
    now = progress_of(after).phases
    return {
        number
        for number, attempt in after.attempts.items()
        if before.attempts.get(number) != attempt or was.get(number) != now[number]
    }


def progress_of(record: Record) -> Progress:
    """Of a record that knows at least one attempt."""
    number = record.current
    current = record.attempts[number]
    phases = {n: _phase(record, attempt, current) for n, attempt in record.attempts.items()}
    accepted = [n for n, at in phases.items() if at.phase != "rejected"]
    answers = {n: attempt.answer.at for n, attempt in record.attempts.items() if attempt.answer}
    counting = counting_of(record)
    completed = counting is not None and counting.score >= COMPLETED_SCORE
    return Progress(
        attempt=number,
        phases=phases,
        status="completed" if completed else "in_progress" if accepted else "not_started",
        last_answer=current.answer.text if current.answer else None,
        grade=current.grade,
        counting=counting,
        started_at=min((answers[n] for n in accepted if n in answers), default=None),
        last_accessed=max(answers.values(), default=None),
        completed_at=counting.grade.at if counting and completed else None,
        seconds_spent=sum(
            at.answer.seconds or 0 for n, at in record.attempts.items() if at.answer and n in accepted
        ),
    )


def own_phase(record: Record, attempt: Attempt) -> PhaseSince:
    """The phase of the attempt itself, whether or not a newer one superseded it."""
    if attempt.grade:
        return PhaseSince("graded", attempt.grade.at)
    last = _furthest_phase(attempt)
    if record.is_foreign or last.phase == "rejected":
        return PhaseSince("rejected", _first_known(attempt))
    return last


def _phase(record: Record, attempt: Attempt, current: Attempt) -> PhaseSince:
    own = own_phase(record, attempt)
    if own.phase not in FINAL_PHASES and attempt.number < current.number:
        return PhaseSince("superseded", _first_known(current))
    return own


def _furthest_phase(attempt: Attempt) -> PhaseSince:
    """How far it came. A later start (a replay, a grader that was away) takes a failure or a delay back
    until it ends itself."""
    began = attempt.grading_at
    failed, delayed_at = attempt.ungradable, attempt.delayed_at
    if failed and not (began and began > failed.at):
        return PhaseSince("rejected" if failed.reason in REFUSAL_REASONS else "ungradable", failed.at)
    if delayed_at and not (began and began > delayed_at):
        return PhaseSince("delayed", delayed_at)
    return PhaseSince("grading", began) if began else PhaseSince("queued", _first_known(attempt))


def _first_known(attempt: Attempt) -> datetime:
    """When it was answered or, while that is not known, the earliest thing that is."""
    if attempt.answer:
        return attempt.answer.at
    ungradable_at = attempt.ungradable.at if attempt.ungradable else None
    graded_at = (grade.at for grade in attempt.grades)
    return min(filter(None, (attempt.grading_at, attempt.delayed_at, ungradable_at, *graded_at)))
