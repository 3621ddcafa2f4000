"""The port of what the service remembers: questions that may be answered, grades that were given."""

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


class Given(BaseModel):
    """The latest grade of an attempt: its revision, and the answer event that it is for."""

    model_config = ConfigDict(frozen=True)

    revision: int
    event_id: UUID


class Store(Protocol):
    """Works inside a transaction that its maker opens and ends."""

    async def question(self, ticket: int) -> Published | None: ...

    async def publish(self, question: QuestionPublishedV1) -> bool:
        """Keeps the question unless its revision is not greater than the kept one's; whether it did."""
        ...

    async def given(self, ticket: int, learner: str, attempt: int) -> Given | None:
        """The grade with the greatest revision."""
        ...

    async def keep(self, grade: AnswerGradedV1, event_id: UUID) -> None: ...
