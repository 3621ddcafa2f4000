"""Which grade of a ticket counts.

The rules are those by which progress shows them: the greatest attempt, then a person's word over a machine's,
then the greater revision.
"""

from dataclasses import dataclass
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

    @property
    def rank(self) -> tuple[int, bool, int, datetime, UUID]:
        """The greater counts; alike in every order of arrival."""
        return self.attempt, self.person, self.revision, self.at, self.id


def grade_of(event: Event[AnswerGradedV1 | GradeOverriddenV1]) -> Grade:
    """The grade that an event tells of; its id follows from the event's."""
    data = event.data
    return Grade(
        learner=data.learner,
        ticket=data.ticket,
        attempt=data.attempt,
        person=isinstance(data, GradeOverriddenV1),
        revision=data.revision,
        at=event.metadata.occurred_at.astimezone(UTC),
        id=grade_id(event),
        score=data.score,
    )
