"""How authors have a course taught, which is a subject of the material."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from traclearn_contracts.events import Event
from traclearn_contracts.models import CourseChangedV1

GeneratedQuestions = Literal["at_once", "after_review"]


@dataclass(frozen=True, slots=True)
class Course:
    """Of several of one subject the latest counts."""

    subject: str
    generated_questions: GeneratedQuestions
    at: datetime
    event_id: UUID

    @property
    def rank(self) -> tuple[datetime, UUID]:
        return self.at, self.event_id


def course_of(event: Event[CourseChangedV1]) -> Course:
    said, metadata = event.data, event.metadata
    return Course(
        said.subject, said.generated_questions, metadata.occurred_at.astimezone(UTC), metadata.event_id
    )
