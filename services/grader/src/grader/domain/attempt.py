"""What is known of an attempt: the answer that it was given, and its latest grade."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class SubmittedAnswer(BaseModel):
    """The answer that a grade is for: its event, and when it came. Null: before that was kept."""

    model_config = ConfigDict(frozen=True)

    event_id: UUID
    at: datetime | None

    def stands_before(self, other: "SubmittedAnswer") -> bool:
        """Of two answers under one attempt the earliest stands, as in `contracts/README.md`."""
        if self.at is None or other.at is None:
            return self.at is None
        return (self.at, self.event_id) < (other.at, other.event_id)


class LatestGrade(BaseModel):
    """The grade of an attempt with the greatest revision, and the answer that it is for."""

    model_config = ConfigDict(frozen=True)

    revision: int
    answer: SubmittedAnswer
