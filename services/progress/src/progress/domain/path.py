"""One learner's path, put together from what is said of it in any order."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from traclearn_contracts.events import Event
from traclearn_contracts.models import (
    PathChangedV1,
    PathCreatedV1,
    PathGeneratedV1,
    PathMaterialChangedV1,
    PathProgressedV1,
    PathRequestedV1,
    PathUnavailableV1,
    StepProposedV1,
)

Json = dict[str, Any]
PathState = Literal["requested", "working", "proposed", "accepted", "unavailable", "given_up"]
PathEvent = (
    PathRequestedV1
    | PathProgressedV1
    | PathGeneratedV1
    | PathUnavailableV1
    | PathCreatedV1
    | PathChangedV1
    | PathMaterialChangedV1
    | StepProposedV1
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
    material: Statement | None = None
    proposed_steps: Mapping[str, Statement] = field(default_factory=dict)
    """After grades, by the steps' ids."""
    declined: frozenset[str] = frozenset()
    """Ids of those that the learner does not want."""

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
            path = replace(path, request=min(filter(None, (known, said)), key=lambda each: each.rank))
        case PathProgressedV1() if not (path.outcome or path.acceptance):
            path = replace(path, headway=_later(path.headway, said))
        case PathGeneratedV1():
            path = replace(path, headway=None, proposal=_later(path.proposal, said))
        case PathUnavailableV1():
            path = replace(path, headway=None, refusal=_later(path.refusal, said))
        case PathCreatedV1():
            path = replace(path, headway=None, acceptance=_later(path.acceptance, said))
        case PathChangedV1() | StepProposedV1():
            path = _apply_change(path, event.data, said)
        case PathMaterialChangedV1():
            path = replace(path, material=_of_greater_version(path.material, said))
    return path


def _apply_change(path: Path, change: PathChangedV1 | StepProposedV1, said: Statement) -> Path:
    if isinstance(change, StepProposedV1):
        step = str(change.step.step)
        latest = max(said, path.proposed_steps.get(step, said), key=lambda each: each.rank)
        return replace(path, proposed_steps={**path.proposed_steps, step: latest})
    return replace(
        path,
        renaming=_later(path.renaming, said) if change.title else path.renaming,
        abandonment=_later(path.abandonment, said) if change.state else path.abandonment,
        declined=path.declined | ({str(change.declined)} if change.declined else set()),
    )


def _of_greater_version(one: Statement | None, other: Statement) -> Statement:
    """Of what the path generator counts itself: clocks differ."""
    return max(filter(None, (one, other)), key=lambda each: (each.data["version"], each.rank))


def _later(one: Statement | None, other: Statement | None) -> Statement | None:
    return max(filter(None, (one, other)), key=lambda each: each.rank, default=None)
