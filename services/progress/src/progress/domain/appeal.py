"""Appeals against the grades of one attempt: what is known of them, in any order."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import UUID

from traclearn_contracts.events import Event
from traclearn_contracts.models import AppealAssessedV1, GradeAppealedV1

from progress.domain.path import Statement

AppealEvent = GradeAppealedV1 | AppealAssessedV1


@dataclass(frozen=True, slots=True)
class Appeal:
    """`made` is the learner's word, `assessed` the second grader's; either may come first. `overdue_at` is
    when it had waited for the second grader too long. Its id is that of the event that made it."""

    id: UUID
    made: Statement | None = None
    assessed: Statement | None = None
    overdue_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Appeals:
    """The facts. What follows from them and from the attempt's grades is `appeal_status.AppealStatuses`."""

    learner: str
    ticket: int
    attempt: int
    known: dict[UUID, Appeal] = field(default_factory=dict)

    def with_appeal(self, appeal: Appeal) -> "Appeals":
        return replace(self, known=self.known | {appeal.id: appeal})

    def with_overdue(self, id_: UUID, at: datetime) -> "Appeals":
        return self.with_appeal(replace(self.known[id_], overdue_at=at))


def appeal_id_of(event: Event[AppealEvent]) -> UUID:
    return event.metadata.event_id if isinstance(event.data, GradeAppealedV1) else event.data.appeal


def apply_event(appeals: Appeals, event: Event[AppealEvent]) -> Appeals:
    """What the learner said first stands, and what the second grader said last: a replay may find one that
    was away. Order and repetition make no difference."""
    id_ = appeal_id_of(event)
    appeal = appeals.known.get(id_) or Appeal(id_)
    at = event.metadata.occurred_at.astimezone(UTC)
    said = Statement(at, event.metadata.event_id, event.data.model_dump(mode="json"))
    if isinstance(event.data, GradeAppealedV1):
        made = min(filter(None, (appeal.made, said)), key=lambda each: each.rank)
        return appeals.with_appeal(replace(appeal, made=made))
    assessed = max(filter(None, (appeal.assessed, said)), key=lambda each: each.rank)
    return appeals.with_appeal(replace(appeal, assessed=assessed))
