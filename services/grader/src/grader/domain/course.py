"""How authors have the answers of a course graded; a course is a subject of the material."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from traclearn_contracts.events import Event
from traclearn_contracts.models import CourseChangedV1


@dataclass(frozen=True, slots=True)
class CoursePolicy:
    """The defaults hold where nobody said anything."""

    models_allowed: bool = True
    """Whether answers may go to a language model outside."""
    examples_used: bool = True
    """Whether answers that a person graded may stand beside a new one in what a model is asked."""
    daily_budget_usd: Decimal | None = None
    """None: the operator's limit."""


@dataclass(frozen=True, slots=True)
class Course:
    """Of several of one subject the latest said counts."""

    subject: str
    policy: CoursePolicy
    at: datetime
    event_id: UUID


def course_of(event: Event[CourseChangedV1]) -> Course:
    said, metadata = event.data, event.metadata
    budget = said.daily_budget_usd
    policy = CoursePolicy(
        models_allowed=said.language_models == "allowed",
        examples_used=said.graded_examples == "used",
        daily_budget_usd=None if budget is None else Decimal(str(budget)),
    )
    return Course(said.subject, policy, metadata.occurred_at.astimezone(UTC), metadata.event_id)
