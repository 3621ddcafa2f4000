"""What authors ruled on points of questions, and took back; either may be known first."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from traclearn_contracts.events import Event
from traclearn_contracts.models import RulingMadeV1, RulingRevokedV1

RulingEvent = RulingMadeV1 | RulingRevokedV1


@dataclass(frozen=True, slots=True)
class RuledWords:
    """What the author said: whether these words earn this point, and why they think so."""

    item: str
    words: str
    verdict: str
    note: str
    ruled_by: str
    ruled_at: datetime


@dataclass(frozen=True, slots=True)
class Ruling:
    """The facts. Its id is that of the event that made it."""

    ticket: int
    id: UUID
    made: RuledWords | None = None
    revoked_at: datetime | None = None


def ruling_id_of(event: Event[RulingEvent]) -> UUID:
    return event.metadata.event_id if isinstance(event.data, RulingMadeV1) else event.data.ruling


def apply_event(known: Ruling, event: Event[RulingEvent]) -> Ruling:
    """The ruling with what `event` says of it; revoked once. Order and repetition make no difference."""
    said, author = event.data, event.metadata.learner
    at = event.metadata.occurred_at.astimezone(UTC)
    if isinstance(said, RulingMadeV1):
        return replace(known, made=RuledWords(said.item, said.words, said.verdict, said.note, author, at))
    return replace(known, revoked_at=min(filter(None, (known.revoked_at, at))))
