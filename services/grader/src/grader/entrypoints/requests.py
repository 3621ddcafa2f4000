"""What people may send, checked at the door."""

from datetime import UTC, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from traclearn_contracts.models import RubricItem

from grader.domain.lessons.ruling import Ruling
from grader.domain.question import MAX_RUBRIC_ITEMS, Question

ON_TRIAL = UUID(int=0)
"""The id of a ruling that nobody has made."""
MAX_INTEGER = 2_147_483_647
Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
Answer = Annotated[Text, Field(max_length=20_000)]
Number = Annotated[int, Field(ge=1, le=MAX_INTEGER)]


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class HintRequest(_Closed):
    """`attempt`: the one that is being written."""

    ticket: Number
    attempt: Number
    step: int = Field(ge=1, le=3)
    draft: Answer


class TrialRuling(_Closed):
    item: Annotated[Text, Field(min_length=1, max_length=40)]
    words: Annotated[Text, Field(min_length=1, max_length=500)]
    verdict: Literal["yes", "partly", "no"]

    def made(self) -> Ruling:
        """Just now, by nobody."""
        return Ruling(id=ON_TRIAL, said_at=datetime.now(UTC), **self.model_dump())


class TrialRequest(_Closed):
    """A question as it might be published, or a ruling as it might be made: alone, on the published one.
    `ticket` 0: of a question that has none yet."""

    ticket: int = Field(ge=0, le=MAX_INTEGER)
    limit: int = Field(default=10, ge=1, le=100)
    question: Annotated[Text, Field(min_length=1, max_length=5000)] | None = None
    reference: Annotated[Text, Field(min_length=1, max_length=20_000)] | None = None
    further_references: tuple[Annotated[Text, Field(min_length=1, max_length=5000)], ...] = Field(
        default=(), max_length=5
    )
    passages: tuple[Annotated[Text, Field(min_length=1, max_length=2000)], ...] = Field(
        default=(), max_length=5
    )
    rubric: tuple[RubricItem, ...] = Field(default=(), max_length=MAX_RUBRIC_ITEMS)
    ruling: TrialRuling | None = None
    answers: tuple[Answer, ...] = Field(default=(), max_length=100)

    @model_validator(mode="after")
    def check_ids(self) -> Self:
        if len({item.id for item in self.rubric}) < len(self.rubric):
            raise ValueError("two items of the rubric have the same id")
        return self

    @model_validator(mode="after")
    def check_question(self) -> Self:
        if bool(self.question) != bool(self.reference):
            raise ValueError("send question and reference together, or a ruling alone")
        return self

    def asked(self) -> Question | None:
        if not self.question or not self.reference:
            return None
        return Question(
            question=self.question,
            reference=self.reference,
            further_references=self.further_references,
            passages=self.passages,
            rubric=self.rubric,
        )


class CallsSwitch(_Closed):
    allowed: bool
    reason: Annotated[Text, Field(max_length=500)] = ""


class ExplanationRequest(_Closed):
    ticket: Number
    attempt: Number
    item: Annotated[Text, Field(min_length=1, max_length=40)]


class RepliesQuery(_Closed):
    """Whose attempt; `learner` is a `sub`."""

    ticket: Number
    learner: Annotated[Text, Field(min_length=1, max_length=100)]
    attempt: Number
