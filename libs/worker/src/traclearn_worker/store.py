"""What the runtime asks of a service's database. `postgres` keeps it there, `testing` in memory.

Each method is one short transaction. Whatever is written for a claim is fenced by its token: it raises
LeaseLost when another worker has claimed the event since. A database that is down raises Unavailable.
"""

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection
from traclearn_contracts.events import Event

from traclearn_worker.postgres.pruning import History
from traclearn_worker.transport import Entry, QueueMessage

Key = tuple[str, str, UUID]


@dataclass
class Claim:
    """This worker's hold on one event."""

    key: Key
    token: UUID
    failures: int = 0
    """Attempts that ended with a failure. Only these count towards the limit."""
    crashes: int = 0
    """Claims in a row that ended with nothing at all: the process died, or its lease ran out."""
    reason: str | None = None
    """Of the last failure."""
    replies: dict[str, Any] = field(default_factory=dict)
    """What outside calls answered on earlier attempts."""
    parked_key: str | None = None
    overdue: bool = False
    """Whether the event has waited for `parked_key` as long as it may."""
    horizon: str = ""
    """What the database could see at the claim: a cause that came later may have been missed."""


@dataclass(frozen=True)
class Held:
    """Another worker is at it for at most `seconds` more."""

    seconds: float


@dataclass(frozen=True)
class Settled:
    """Nothing is left to do: the event is done, failed or parked."""

    state: str


@dataclass(frozen=True)
class OutboxRow:
    """A row taken for sending: an Entry goes to the bus, a QueueMessage to the service's own queue."""

    id: int
    content: Entry | QueueMessage
    tries: int


class Transaction(Protocol):
    """The final transaction of an attempt. It begins with the fence and holds the inbox row until it ends."""

    connection: AsyncConnection

    async def unpark(self, key: str) -> int:
        """Sends the events that wait for `key` to the own queue; how many."""
        ...

    async def complete(self, events: Sequence[Entry]) -> None:
        """Inbox `done` and the events, with all that was written: commits."""
        ...

    async def dead_letter(self, reason: str, failed_at: datetime, events: Sequence[Entry]) -> None:
        """Inbox `failed` and the visible failure, with all that was written: commits."""
        ...

    async def rollback(self) -> None: ...


class Inbox(Protocol):
    async def claim(self, event: Event, seconds: float, replay_of: datetime | None) -> Claim | Held | Settled:
        """Takes the event for so many seconds. `replay_of` reopens one that failed no later than that.

        What was settled counts as settled just now."""
        ...

    async def renew(self, tokens: Collection[UUID], seconds: float) -> set[UUID]:
        """Prolongs leases; returns those that no other worker has taken over."""
        ...

    async def remember(self, claim: Claim, replies: dict[str, Any]) -> None:
        """Keeps these JSON-able replies in place of the claim's, so that a redelivery need not ask again."""
        ...

    async def release(self, claim: Claim) -> None:
        """Undoes a claim as if it had not been."""
        ...

    async def retry(self, claim: Claim, reason: str) -> None:
        """Counts a failure and leaves the event open."""
        ...

    async def complete(self, claim: Claim, events: Sequence[Entry]) -> None:
        """Inbox `done` and the events, where nothing else was written."""
        ...

    async def dead_letter(
        self, claim: Claim, reason: str, failed_at: datetime, events: Sequence[Entry]
    ) -> None:
        """Inbox `failed` and the visible failure, where nothing else was written."""
        ...

    async def park(self, claim: Claim, key: str, deadline: timedelta, body: str) -> bool:
        """Lets the event wait for `key`. False when the cause came after the claim: try again instead."""
        ...

    async def expire(self) -> int:
        """Sends parked events whose deadline has passed to the own queue for a last attempt; how many."""
        ...

    def read(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction that cannot write: it raises Misuse where a statement tries."""
        ...

    def checkpoint(self, claim: Claim) -> AbstractAsyncContextManager[AsyncConnection]:
        """A fenced transaction that commits when it is left; the claim goes on."""
        ...

    async def write(self, claim: Claim) -> Transaction: ...

    async def ping(self) -> None: ...


class Outbox(Protocol):
    async def announce(self, claim: Claim, entries: Sequence[Entry]) -> None:
        """Adds events in a transaction of their own."""
        ...

    async def take(self, limit: int, seconds: float) -> list[OutboxRow]:
        """Takes rows that are due, for so many seconds; others skip them meanwhile."""
        ...

    async def sent(self, ids: Sequence[int]) -> None: ...

    async def postpone(self, ids: Sequence[int], error: str, seconds: float) -> None: ...

    async def lag(self) -> float:
        """Age in seconds of the oldest row that waits; 0 without any."""
        ...


class Store(Inbox, Outbox, History, Protocol):
    """A service's runtime tables."""

    committed: Callable[[], None]
    """Called after each commit that may have left rows in the outbox."""
