"""How a course is taught: what an author said of a subject last."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from traclearn_contracts.events import Event
from traclearn_contracts.models import CourseChangedV1


@dataclass(frozen=True, slots=True)
class Course:
    subject: str
    generated_questions: str
    at: datetime
    event_id: UUID


def course_of(event: Event[CourseChangedV1]) -> Course:
    said, metadata = event.data, event.metadata
    return Course(
        said.subject, said.generated_questions, metadata.occurred_at.astimezone(UTC), metadata.event_id
    )
