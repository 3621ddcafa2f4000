"""Which grade of a ticket counts, and from which score its concept is mastered.

The rules are those by which progress shows them: the greatest attempt, then a person's word over a machine's,
then the greater revision.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid5

from traclearn_contracts.events import Event
from traclearn_contracts.models import AnswerGradedV1, GradeOverriddenV1

MASTERED_SCORE = 0.8
"""The score (0–1) from which a ticket counts as completed: four fifths of the rubric's weight."""


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


def grade_of(event: Event[AnswerGradedV1] | Event[GradeOverriddenV1]) -> Grade:
    """The grade that an event tells of; its id follows from the event's."""
    data, metadata = event.data, event.metadata
    return Grade(
        learner=data.learner,
        ticket=data.ticket,
        attempt=data.attempt,
        person=isinstance(data, GradeOverriddenV1),
        revision=data.revision,
        at=metadata.occurred_at.astimezone(UTC),
        id=uuid5(metadata.event_id, f"{event.source}:{metadata.learner}"),
        score=data.score,
    )
