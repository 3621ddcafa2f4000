"""The port of what the service remembers: questions that may be answered, grades that were given."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from traclearn_contracts.models import AnswerGradedV1, QuestionPublishedV1

from grader.domain.question import Question


class Published(BaseModel):
    """A question with who may answer it."""

    model_config = ConfigDict(frozen=True)

    revision: int
    learner: str | None
    question: Question

    def may_answer(self, learner: str) -> bool:
        return self.learner is None or self.learner == learner


class Answered(BaseModel):
    """The answer that a grade is for: its event, and when it came. Null: before that was kept."""

    model_config = ConfigDict(frozen=True)

    event_id: UUID
    at: datetime | None

    def stands_before(self, other: "Answered") -> bool:
        """Of two answers under one attempt the earliest stands, as in `contracts/README.md`."""
        if self.at is None or other.at is None:
            return self.at is None
        return (self.at, self.event_id) < (other.at, other.event_id)


class Given(BaseModel):
    """The latest grade of an attempt: its revision, and the answer that it is for."""

    model_config = ConfigDict(frozen=True)

    revision: int
    answer: Answered


class Store(Protocol):
    """Works inside a transaction that its maker opens and ends."""

    async def question(self, ticket: int) -> Published | None: ...

    async def publish(self, question: QuestionPublishedV1) -> bool:
        """Keeps the question unless its revision is not greater than the kept one's; whether it did."""
        ...

    async def given(self, ticket: int, learner: str, attempt: int) -> Given | None:
        """The grade with the greatest revision."""
        ...

    async def keep(self, grade: AnswerGradedV1, answer: Answered) -> None: ...
