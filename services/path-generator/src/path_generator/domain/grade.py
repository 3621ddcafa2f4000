"""Which grade of an attempt counts.

The rules are those by which progress shows them: a person's word over a machine's, then the greater revision.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from traclearn_contracts.events import Event
from traclearn_contracts.grades import grade_id
from traclearn_contracts.models import AnswerGradedV1, GradeOverriddenV1


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
    """When the attempt got its first grade, whichever counts now."""

    @property
    def rank(self) -> tuple[bool, int, datetime, UUID]:
        """The greater counts; alike in every order of arrival."""
        return self.person, self.revision, self.at, self.id

    def merged_with(self, known: "Grade | None") -> "Grade":
        """What counts of two grades of one attempt."""
        if known is None:
            return self
        counting = max(self, known, key=lambda grade: grade.rank)
        return replace(counting, first_graded_at=min(self.first_graded_at, known.first_graded_at))


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
    )
