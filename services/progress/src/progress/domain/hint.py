"""A hint or an explanation that a learner got, and what hints take from a score."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from traclearn_contracts import grades
from traclearn_contracts.events import Event
from traclearn_contracts.models import HintGivenV1

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hint:
    """`deduction` is a share of the full score (0–1), of the attempt and of all later ones."""

    id: UUID
    learner: str
    ticket: int
    attempt: int
    kind: Literal["hint", "explanation"]
    item: str | None
    text: str
    deduction: float
    at: datetime
    event_id: UUID
    grader: str | None = None
    provenance: Json | None = field(default=None, hash=False)
    remarks: tuple[Json, ...] = field(default=(), hash=False)
    reply_id: str | None = None

    def merged_with(self, known: "Hint | None") -> "Hint":
        """Given twice it counts once, as it was first given."""
        if known is None:
            return self
        return min(known, self, key=lambda hint: (hint.at, hint.event_id))


def hint_of(event: Event[HintGivenV1]) -> Hint:
    data = event.data
    return Hint(
        id=data.hint,
        learner=data.learner,
        ticket=data.ticket,
        attempt=data.attempt,
        kind=data.kind,
        item=data.item,
        text=data.text,
        deduction=data.deduction,
        at=event.metadata.occurred_at.astimezone(UTC),
        event_id=event.metadata.event_id,
        grader=data.grader,
        provenance=data.provenance.model_dump(mode="json") if data.provenance else None,
        remarks=tuple(remark.model_dump(mode="json") for remark in data.remarks),
        reply_id=data.reply_id,
    )


def deducted_by(hints: Iterable[Hint], attempt: int) -> float:
    """What hints take from the score of this attempt; explanations take nothing."""
    return grades.deducted_by((hint for hint in hints if hint.kind == "hint"), attempt)
