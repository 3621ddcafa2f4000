"""One learner's path, put together from what is said of it in any order."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from traclearn_contracts.events import Event
from traclearn_contracts.models import (
    PathChangedV1,
    PathCreatedV1,
    PathGeneratedV1,
    PathProgressedV1,
    PathRequestedV1,
    PathUnavailableV1,
)

Json = dict[str, Any]
PathState = Literal["requested", "working", "proposed", "accepted", "unavailable", "given_up"]
PathEvent = (
    PathRequestedV1 | PathProgressedV1 | PathGeneratedV1 | PathUnavailableV1 | PathCreatedV1 | PathChangedV1
)

COVERED_BY_REFUSAL = {"not_covered": False, "nothing_left": True}
"""Whether the material has the goal, by the reasons for which there is no path; other reasons do not say."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What one event says of a path: its data, as its contract has them."""

    at: datetime
    event_id: UUID
    data: Json

    @property
    def rank(self) -> tuple[datetime, UUID]:
        return self.at, self.event_id


@dataclass(frozen=True, slots=True)
class Path:
    """The facts. What readers see of them is `path_document`."""

    id: UUID
    learner: str
    request: Statement | None = None
    headway: Statement | None = None
    proposal: Statement | None = None
    refusal: Statement | None = None
    acceptance: Statement | None = None
    renaming: Statement | None = None
    abandonment: Statement | None = None

    @property
    def outcome(self) -> Statement | None:
        """What came of the request: of a proposal and a refusal the later one."""
        return _later(self.proposal, self.refusal)

    @property
    def covered(self) -> bool | None:
        """Whether the material had what the goal asks for; None while nobody knows."""
        if self.outcome is None:
            return None
        return self.outcome is self.proposal or COVERED_BY_REFUSAL.get(self.outcome.data["reason"])

    @property
    def current(self) -> tuple[PathState, Statement | None]:
        """How it stands, and what says so."""
        return ("given_up", self.abandonment) if self.abandonment else self.progress

    @property
    def progress(self) -> tuple[PathState, Statement | None]:
        """How far it has come, given up or not, and what says so."""
        if self.acceptance:
            return "accepted", self.acceptance
        if self.outcome:
            return "proposed" if self.outcome is self.proposal else "unavailable", self.outcome
        return ("working", self.headway) if self.headway else ("requested", self.request)


def path_id_of(event: Event[PathEvent]) -> UUID:
    """A path has the id of the event that asks for it."""
    return event.metadata.event_id if isinstance(event.data, PathRequestedV1) else event.data.path


def apply_event(path: Path, event: Event[PathEvent]) -> Path:
    """The path with what `event` says of it. Order and repetition make no difference.

    The first request stands, and of everything else the latest. How far the work is, counts until it ends.
    """
    data = event.data.model_dump(mode="json")
    said = Statement(event.metadata.occurred_at.astimezone(UTC), event.metadata.event_id, data)
    match event.data:
        case PathRequestedV1():
            known = path.request
            return replace(path, request=min(filter(None, (known, said)), key=lambda each: each.rank))
        case PathProgressedV1():
            return (
                path if path.outcome or path.acceptance else replace(path, headway=_later(path.headway, said))
            )
        case PathGeneratedV1():
            return replace(path, headway=None, proposal=_later(path.proposal, said))
        case PathUnavailableV1():
            return replace(path, headway=None, refusal=_later(path.refusal, said))
        case PathCreatedV1():
            return replace(path, headway=None, acceptance=_later(path.acceptance, said))
        case PathChangedV1(title=title, state=state):
            renaming = _later(path.renaming, said) if title else path.renaming
            abandonment = _later(path.abandonment, said) if state else path.abandonment
            return replace(path, renaming=renaming, abandonment=abandonment)


def _later(one: Statement | None, other: Statement | None) -> Statement | None:
    return max(filter(None, (one, other)), key=lambda each: each.rank, default=None)
