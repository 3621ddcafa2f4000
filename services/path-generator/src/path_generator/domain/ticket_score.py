"""What a learner's grades on a ticket say of what they know: the score that counts, as progress shows it.

A hint may come after the grade that it lowers: whoever reads the score then reads it without the hint.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from traclearn_contracts.events import Event
from traclearn_contracts.grades import Counting, counting_attempt, deducted_by, net_score
from traclearn_contracts.models import HintGivenV1, QuestionPublishedV1


@dataclass(frozen=True, slots=True)
class GivenHint:
    """What a hint takes from the score of its attempt and of later ones. Given twice it counts once, as it
    was first given."""

    learner: str
    ticket: int
    id: UUID
    attempt: int
    deduction: float
    at: datetime
    event_id: UUID

    @property
    def rank(self) -> tuple[datetime, UUID]:
        return self.at, self.event_id


@dataclass(frozen=True, slots=True)
class CountingRule:
    """Which attempt at a ticket's question counts. Of several the greatest revision holds."""

    ticket: int
    counting: Counting
    revision: int
    at: datetime

    @property
    def rank(self) -> tuple[int, datetime]:
        return self.revision, self.at


def ticket_score(
    scores: Mapping[int, float], hints: Iterable[GivenHint], counting: Counting = "best"
) -> float | None:
    """`scores`: of each attempt that has a grade. None: there is none."""
    given = list(hints)
    net = {attempt: net_score(score, deducted_by(given, attempt)) for attempt, score in scores.items()}
    counts = counting_attempt(net, counting)
    return None if counts is None else net[counts]


def hint_of(event: Event[HintGivenV1]) -> GivenHint:
    data, metadata = event.data, event.metadata
    at = metadata.occurred_at.astimezone(UTC)
    return GivenHint(
        data.learner, data.ticket, data.hint, data.attempt, data.deduction, at, metadata.event_id
    )


def rule_of(event: Event[QuestionPublishedV1]) -> CountingRule:
    data = event.data
    return CountingRule(data.ticket, data.counting, data.revision, event.metadata.occurred_at.astimezone(UTC))
