"""A person's grade that an author took back."""

from dataclasses import dataclass, field
from datetime import UTC

from traclearn_contracts.events import Event
from traclearn_contracts.grades import Withdrawal
from traclearn_contracts.models import OverrideWithdrawnV1


@dataclass(frozen=True, slots=True)
class WithdrawnOverride(Withdrawal):
    """Of whose attempt, who took it back, and why (empty: erased, or not said)."""

    learner: str
    ticket: int
    attempt: int
    withdrawn_by: str
    reason: str = field(compare=False)


def withdrawal_of(event: Event[OverrideWithdrawnV1]) -> WithdrawnOverride:
    data, metadata = event.data, event.metadata
    return WithdrawnOverride(
        event_id=metadata.event_id,
        override=data.override,
        at=metadata.occurred_at.astimezone(UTC),
        learner=data.learner,
        ticket=data.ticket,
        attempt=data.attempt,
        withdrawn_by=metadata.learner,
        reason=data.reason,
    )
