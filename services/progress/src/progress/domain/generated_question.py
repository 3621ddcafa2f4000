"""A question that the path generator made, put together from what is said of it in any order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from traclearn_contracts.events import Event
from traclearn_contracts.models import QuestionDraftedV1, QuestionReviewedV1

from progress.domain.errors import QuestionWithoutDraft
from progress.domain.path import Statement

Json = dict[str, Any]
QuestionState = Literal["drafted", "approved", "withdrawn", "edited"]
GeneratedQuestionEvent = QuestionDraftedV1 | QuestionReviewedV1
EDITABLE = ("question", "reference", "rubric")
"""And other full answers, of which none is made."""


@dataclass(frozen=True, slots=True)
class GeneratedQuestion:
    """The facts: how it was made first, and what an author said of it last."""

    id: UUID
    draft: Statement | None = None
    review: Statement | None = None

    @property
    def state(self) -> QuestionState:
        state: QuestionState = self.review.data["decision"] if self.review else "drafted"
        return state


def apply_event(known: GeneratedQuestion, event: Event[GeneratedQuestionEvent]) -> GeneratedQuestion:
    """The question with what `event` says of it. Order and repetition make no difference.

    The first draft stands (paths that are made at once may both tell of it), and the latest review.
    """
    data = event.data.model_dump(mode="json")
    said = Statement(event.metadata.occurred_at.astimezone(UTC), event.metadata.event_id, data)
    if isinstance(event.data, QuestionDraftedV1):
        return replace(known, draft=min(filter(None, (known.draft, said)), key=lambda each: each.rank))
    return replace(known, review=max(filter(None, (known.review, said)), key=lambda each: each.rank))


@dataclass(frozen=True, slots=True)
class Dispute:
    """A learner says that the question on a ticket of theirs makes no sense. The latest of each counts."""

    ticket: int
    learner: str
    at: datetime
    event_id: UUID
    note: str


def question_document(question: GeneratedQuestion, uses: int, disputes: int, notes: Sequence[str]) -> Json:
    """As authors see it: what they may edit as it is asked now. Raises QuestionWithoutDraft."""
    if question.draft is None:
        raise QuestionWithoutDraft(question.id)
    draft, review = question.draft.data, question.review
    edited = review.data if review and question.state == "edited" else {}
    return {
        "question_id": str(question.id),
        "state": question.state,
        **{name: draft[name] for name in ("subject", "concept", "form", "difficulty")},
        **{name: edited.get(name) or draft[name] for name in EDITABLE},
        "further_references": edited.get("further_references") or [],
        "drafted": draft["question"],
        "source": draft["source"],
        "uses": uses,
        "disputes": disputes,
        "notes": list(notes),
        "drafted_at": question.draft.at.isoformat(),
        "reviewed_at": review.at.isoformat() if review else None,
    }
