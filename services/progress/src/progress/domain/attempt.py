"""What is known of one attempt. Facts only add up, so the order in which they come makes no difference."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from traclearn_contracts.grades import Withdrawal, accepted_overrides, counting_grade

from progress.domain.grade import Grade

Reason = Literal["no_question", "not_yours", "grader_failed", "rejected"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the learner wrote, character for character (empty: erased), the event that brought it, and how
    long it took."""

    text: str
    at: datetime
    event_id: UUID
    seconds: int | None = None

    @property
    def rank(self) -> tuple[datetime, UUID]:
        return self.at, self.event_id


@dataclass(frozen=True, slots=True)
class Ungradable:
    """The grader gave up on it, for now."""

    at: datetime
    reason: Reason

    @property
    def rank(self) -> tuple[datetime, str]:
        return self.at, self.reason


@dataclass(frozen=True, slots=True)
class Attempt:
    """Each method gives the attempt with one more fact; giving the same fact twice changes nothing."""

    number: int
    answer: Answer | None = None
    grading_at: datetime | None = None
    delayed_at: datetime | None = None
    ungradable: Ungradable | None = None
    grades: tuple[Grade, ...] = ()
    """All that the ledger has, by their ids."""
    withdrawals: frozenset[Withdrawal] = frozenset()

    @property
    def grade(self) -> Grade | None:
        """The one that counts."""
        return counting_grade(self.grades, self.withdrawals)

    @property
    def refused_overrides(self) -> dict[UUID, Grade]:
        """By their ids persons' grades that change nothing: another person had decided meanwhile."""
        accepted = {grade.id for grade in accepted_overrides(self.grades, self.withdrawals)}
        return {grade.id: grade for grade in self.grades if grade.person and grade.id not in accepted}

    @property
    def decisions(self) -> int:
        """How much persons have said of its grade. It only grows."""
        return sum(grade.person for grade in self.grades) + len(self.withdrawals)

    def with_answer(self, answer: Answer) -> "Attempt":
        """The first answer stays: an attempt is answered once."""
        return replace(self, answer=min(filter(None, (self.answer, answer)), key=lambda known: known.rank))

    def with_grading_start(self, at: datetime) -> "Attempt":
        """The last start stays: a replay begins anew."""
        return replace(self, grading_at=max(filter(None, (self.grading_at, at))))

    def with_delay(self, at: datetime) -> "Attempt":
        """The last delay stays: what began anew may be delayed again."""
        return replace(self, delayed_at=max(filter(None, (self.delayed_at, at))))

    def with_failure(self, ungradable: Ungradable) -> "Attempt":
        """The last failure stays: a replay may fail for another reason."""
        return replace(
            self, ungradable=max(filter(None, (self.ungradable, ungradable)), key=lambda known: known.rank)
        )

    def with_grade(self, grade: Grade) -> "Attempt":
        """A grade that is known stays as it is."""
        known = {known.id: known for known in (grade, *self.grades)}
        return replace(self, grades=tuple(known[id_] for id_ in sorted(known)))

    def with_withdrawal(self, withdrawal: Withdrawal) -> "Attempt":
        return replace(self, withdrawals=self.withdrawals | {withdrawal})
