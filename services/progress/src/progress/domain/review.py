"""When a learner is to answer a step's question again: what the path generator says."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from traclearn_contracts.events import Event
from traclearn_contracts.models import ReviewScheduledV1


@dataclass(frozen=True, slots=True)
class Review:
    """Without `due_at` there is none: the step was never passed, or an author took that back."""

    learner: str
    ticket: int
    revision: int
    attempt: int
    reviews: int
    reviewed_at: datetime | None
    due_at: datetime | None

    def merged_with(self, known: "Review | None") -> "Review":
        """The newer one of two revisions."""
        return self if known is None or self.revision > known.revision else known


def review_of(event: Event[ReviewScheduledV1]) -> Review:
    data = event.data
    return Review(
        learner=data.learner,
        ticket=data.ticket,
        revision=data.revision,
        attempt=data.attempt,
        reviews=data.reviews,
        reviewed_at=data.reviewed_at and data.reviewed_at.astimezone(UTC),
        due_at=data.due_at and data.due_at.astimezone(UTC),
    )


def review_document(review: Review) -> dict[str, Any]:
    """As the feed tells it, beside the row's learner and ticket: plain JSON values."""
    return {
        "revision": review.revision,
        "attempt": review.attempt,
        "reviews": review.reviews,
        "reviewed_at": review.reviewed_at and review.reviewed_at.isoformat(),
        "due_at": review.due_at and review.due_at.isoformat(),
    }
