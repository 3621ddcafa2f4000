"""A row of the change feed: what happened, told to Trac. What an event makes of it is its family's."""

from dataclasses import dataclass, replace
from typing import Any, Literal
from uuid import UUID

from traclearn_contracts.events import Event

from progress.domain.counting import Counting
from progress.domain.state import State

Kind = Literal[
    "answer_received",
    "question_received",
    "grading_started",
    "graded",
    "ungradable",
    "delayed",
    "overridden",
    "withdrawn",
    "counting",
    "hint",
    "explanation",
    "appeal",
    "rejected",
    "page_received",
    "content",
    "path",
    "review",
    "question_drafted",
    "question_reviewed",
    "question_disputed",
    "course_changed",
    "ruling_made",
    "ruling_revoked",
    "regrades_ordered",
]

UNKNOWN_TICKET = "unknown_ticket"
NOT_MINTED = "not_minted"
"""An answer that Trac did not number, or tickets that it did not bind: whatever it names, it is none."""


@dataclass(frozen=True, slots=True)
class Change:
    """`event_id` is that of the consumed event: the echo that closes a row of Trac's outbox. `content` is the
    document's `content_summary` after it, `path` the `path_document` with its rank, `review` the
    `review_document`, `appeal` the attempt's `appeal_document` with its rank, `state` that of the attempt,
    `hint` the id of the learner's hint; without any of them it is an echo alone. Beside a state or a hint
    `counting` says what counts of the ticket after it."""

    kind: Kind
    event_id: UUID | None
    learner: str | None
    ticket: int | None
    attempt: int | None = None
    grade_id: UUID | None = None
    reason: str | None = None
    document: UUID | None = None
    content: dict[str, Any] | None = None
    state: State | None = None
    path: dict[str, Any] | None = None
    review: dict[str, Any] | None = None
    appeal: dict[str, Any] | None = None
    hint: UUID | None = None
    counting: Counting | None = None


def echo(event: Event, kind: Kind, learner: str | None) -> Change:
    """The row that says that `event` was consumed, and no more."""
    return Change(
        kind=kind,
        event_id=event.metadata.event_id,
        learner=learner,
        ticket=getattr(event.data, "ticket", None),
        attempt=getattr(event.data, "attempt", None),
        document=getattr(event.data, "document", None),
    )


def rejection(own: Change, reason: str, grade_id: UUID | None = None) -> Change:
    """The row, instead of the event's own, for one that changed nothing. It names no attempt: an override
    that may not be, or an answer that numbered itself, must not touch the one that it names."""
    return replace(own, kind="rejected", reason=reason, grade_id=grade_id, attempt=None)
