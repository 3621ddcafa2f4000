"""The state of an attempt after a change, as the feed carries it."""

from dataclasses import dataclass
from uuid import UUID

from progress.domain.attempt import Attempt
from progress.domain.progress import Phase, own_phase
from progress.domain.record import Record

NOT_YOURS = "not_yours"


@dataclass(frozen=True, slots=True)
class State:
    """What follows from everything that is known of the attempt, so that the last state alone tells it all.

    Of the attempt by itself: which one is the newest Trac knows, for it mints them. `grade_id` is the grade
    that counts, which need not be the one that the change tells of. `answer` is the event of the only answer
    that the state is about; None: whichever has the attempt. `decisions` says how much persons had said of
    the grade: a state of more of them outranks one of fewer.
    """

    attempt: int
    phase: Phase
    reason: str | None = None
    grade_id: UUID | None = None
    answer: UUID | None = None
    decisions: int = 0


def state_of(record: Record, number: int) -> State:
    attempt = record.attempts[number]
    phase = own_phase(record, attempt).phase
    grade_id = attempt.grade.id if attempt.grade else None
    reason = _reason(record, attempt, phase)
    return State(number, phase, reason, grade_id, decisions=attempt.decisions)


def _reason(record: Record, attempt: Attempt, phase: Phase) -> str | None:
    if phase == "rejected" and record.is_foreign:
        return NOT_YOURS
    return attempt.ungradable.reason if attempt.ungradable and phase in ("rejected", "ungradable") else None
