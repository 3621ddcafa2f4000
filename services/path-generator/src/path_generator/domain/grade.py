"""Which grade of an attempt counts: by `traclearn_contracts.grades`, as progress shows them."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from traclearn_contracts.events import Event
from traclearn_contracts.grades import Withdrawal, counting_grade, grade_id
from traclearn_contracts.models import AnswerGradedV1, GradeOverriddenV1, OverrideWithdrawnV1


@dataclass(frozen=True, slots=True)
class Grade:
    """As much of a grade as decides."""

    learner: str
    ticket: int
    attempt: int
    person: bool
    revision: int
    at: datetime
    id: UUID
    score: float
    first_graded_at: datetime
    """When the attempt got its first grade, as far as this one knows."""
    event_id: UUID | None = None
    """None: of a time when that was not kept, so that it cannot be withdrawn."""
    against: UUID | None = None


@dataclass(frozen=True, slots=True)
class WithdrawnGrade(Withdrawal):
    """Of whose ticket."""

    learner: str
    ticket: int


@dataclass(frozen=True, slots=True)
class TicketGrades:
    """All grades of a learner's ticket, and what was withdrawn of them; in whatever order it came."""

    grades: tuple[Grade, ...] = ()
    withdrawals: frozenset[WithdrawnGrade] = frozenset()

    def with_grade(self, grade: Grade) -> "TicketGrades":
        """One that is known stays as it is."""
        is_known = any(known.id == grade.id for known in self.grades)
        return self if is_known else replace(self, grades=(*self.grades, grade))

    def with_withdrawal(self, said: WithdrawnGrade) -> "TicketGrades":
        return replace(self, withdrawals=self.withdrawals | {said})

    def counting(self) -> dict[int, Grade]:
        """Of each attempt that has one, by its number, the grade that counts."""
        numbers = {grade.attempt for grade in self.grades}
        found = {number: self._counting(number) for number in sorted(numbers)}
        return {number: grade for number, grade in found.items() if grade}

    def _counting(self, attempt: int) -> Grade | None:
        own = [grade for grade in self.grades if grade.attempt == attempt]
        counting = counting_grade(own, self.withdrawals)
        first = min(grade.first_graded_at for grade in own)
        return replace(counting, first_graded_at=first) if counting else None


def grade_of(event: Event[AnswerGradedV1 | GradeOverriddenV1]) -> Grade:
    """The grade that an event tells of; its id follows from the event's."""
    data, at = event.data, event.metadata.occurred_at.astimezone(UTC)
    return Grade(
        learner=data.learner,
        ticket=data.ticket,
        attempt=data.attempt,
        person=isinstance(data, GradeOverriddenV1),
        revision=data.revision,
        at=at,
        id=grade_id(event),
        score=data.score,
        first_graded_at=at,
        event_id=event.metadata.event_id,
        against=data.against if isinstance(data, GradeOverriddenV1) else None,
    )


def withdrawal_of(event: Event[OverrideWithdrawnV1]) -> WithdrawnGrade:
    data, metadata = event.data, event.metadata
    at = metadata.occurred_at.astimezone(UTC)
    return WithdrawnGrade(metadata.event_id, data.override, at, data.learner, data.ticket)
