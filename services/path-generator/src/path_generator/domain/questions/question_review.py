"""What an author says of a question that was made."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from traclearn_contracts.events import Event
from traclearn_contracts.models import QuestionReviewedV1

from path_generator.domain.questions.question import Question, RubricPoint

Decision = Literal["approved", "withdrawn", "edited"]
EDITABLE = {"question", "reference", "rubric", "further_references"}


@dataclass(frozen=True, slots=True)
class QuestionReview:
    """Of several of one question the latest counts."""

    question: UUID
    decision: Decision
    at: datetime
    event_id: UUID
    edited: dict[str, Any]
    """`EDITABLE` as the contract has it, of an edited one; what is missing stays."""

    @property
    def rank(self) -> tuple[datetime, UUID]:
        return self.at, self.event_id


def review_of(event: Event[QuestionReviewedV1]) -> QuestionReview:
    said = event.data
    edited = said.model_dump(mode="json", include=EDITABLE, exclude_none=True)
    return QuestionReview(
        said.question_id,
        said.decision,
        event.metadata.occurred_at.astimezone(UTC),
        event.metadata.event_id,
        edited if said.decision == "edited" else {},
    )


def reworded(question: Question, edited: dict[str, Any]) -> Question:
    """As it is asked after the edit."""
    rubric = question.rubric
    if "rubric" in edited:
        names = ("criterion", "label", "weight")
        rubric = tuple(RubricPoint(*(item[name] for name in names)) for item in edited["rubric"])
    return replace(
        question,
        text=edited.get("question", question.text),
        reference=edited.get("reference", question.reference),
        rubric=rubric,
        further_references=tuple(edited.get("further_references", question.further_references)),
    )
