"""A received message, and the lease under which it is worked on."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from functools import cached_property
from typing import Any
from uuid import UUID

from traclearn_contracts.topology import INBOX_RETENTION

REASON = "reason"
FAILED_AT = "failed_at"


@dataclass(frozen=True)
class Message:
    """One delivery of a message. The same message delivered again has another receipt."""

    body: str
    receipt: str
    message_id: str = ""
    receives: int = 1
    sent_at: float | None = None
    """Seconds since the epoch."""
    attributes: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def content(self) -> Any:
        """The body's JSON, read once. Raises ValueError where it is none."""
        return json.loads(self.body)

    @property
    def learner(self) -> str:
        """Whose turn the message takes: "" when it names nobody, or cannot be read."""
        try:
            return str(self.content["detail"]["metadata"]["learner"])
        except (ValueError, LookupError, TypeError, RecursionError):
            return ""

    @property
    def replay_of(self) -> datetime | None:
        """The failure after which an operator sent this message again, or None when nobody did."""
        if REASON not in self.attributes or FAILED_AT not in self.attributes:
            return None
        try:
            failed_at = datetime.fromisoformat(self.attributes[FAILED_AT])
        except ValueError:
            return datetime.now(UTC)
        return failed_at if failed_at.tzinfo else failed_at.replace(tzinfo=UTC)

    @property
    def forgotten(self) -> bool:
        """Whether it replays a failure of which the inbox may know nothing any more."""
        return self.replay_of is not None and self.replay_of < datetime.now(UTC) - INBOX_RETENTION


class LeaseEnd(Enum):
    """Why work under a lease was cut short."""

    LOST = "lost"
    """The lease ran out: another worker may have the message."""
    STOPPED = "stopped"
    """The process ends: the message is still ours and goes back."""


class Lease:
    """The right to work on one message until `until`, in seconds of the event loop's clock.

    It is renewed by heartbeats, but never beyond `limit`. Cancelling the work is a courtesy and no fence:
    only the `token` in the commit keeps out a worker that has lost it.
    """

    def __init__(self, message: Message, visibility: float, cap: float) -> None:
        now = asyncio.get_running_loop().time()
        self.message = message
        self.until = now + visibility
        self.limit = now + cap
        self.token: UUID | None = None
        self.ending: LeaseEnd | None = None
        self.settled = False
        """The verdict is reached. Heartbeats go on until the ack, but nothing can be lost any more."""
        self._work: asyncio.Task[Any] | None = None

    @property
    def remaining(self) -> float:
        """Seconds left before another worker may get the message."""
        return max(0.0, self.until - asyncio.get_running_loop().time())

    @property
    def spent(self) -> bool:
        """Whether it has been renewed for as long as it may be."""
        return asyncio.get_running_loop().time() >= self.limit

    def renew(self, visibility: float) -> None:
        self.until = asyncio.get_running_loop().time() + visibility

    def __enter__(self) -> None:
        """What runs inside is cancelled when the lease ends, and nothing after it."""
        self._work = asyncio.current_task()

    def __exit__(self, *_: object) -> None:
        if self._work is not None and self.ending is not None:
            self._work.uncancel()
        self._work = None

    def end(self, ending: LeaseEnd) -> None:
        """Cuts the work short. The first reason stands."""
        if self.ending is None:
            self.ending = ending
            if self._work is not None:
                self._work.cancel()
