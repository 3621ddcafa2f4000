"""What a handler may do besides thinking: read, announce, call outside once, write under the fence."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from traclearn_contracts.events import Event

from traclearn_worker import chaos
from traclearn_worker.breaker import Breaker, Breakers
from traclearn_worker.errors import Misuse
from traclearn_worker.outbox import entries
from traclearn_worker.store import Claim, Store, Transaction
from traclearn_worker.transport import Entry


class Work:
    """One attempt at one event.

    The order that keeps an event from being doubled or lost: `read` what is needed, `checkpoint` what must
    stand before a call, `announce` if readers should know, ask outside through `once`, then `write`
    and return the events that follow. The write, the events and the inbox row commit together after the
    handler has returned.
    """

    def __init__(
        self, claim: Claim, store: Store, breakers: Breakers, patience: float, source: str = ""
    ) -> None:
        """`patience`: seconds that an outside call may take. `source`: whose events it may publish."""
        self._claim = claim
        self._store = store
        self._breakers = breakers
        self._patience = patience
        self._source = source
        self._transaction: Transaction | None = None
        self._began = time.monotonic()

    @property
    def elapsed(self) -> float:
        """Seconds of this attempt so far; a handler has `handler_timeout`."""
        return time.monotonic() - self._began

    @property
    def attempt(self) -> int:
        """1 for the first; grows with each counted failure."""
        return self._claim.failures + 1

    def read(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """`async with work.read() as conn:` a short transaction that cannot write; it raises Misuse where a
        statement tries. Leave it before asking anything outside."""
        return self._store.read()

    def checkpoint(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """`async with work.checkpoint() as conn:` a short write that must stand before an outside call.

        Fenced, and committed when it is left, whatever becomes of this attempt. So the next attempt may
        write it again, and it must be idempotent. Raises LeaseLost when another worker holds the event.
        """
        self._outside("checkpoint")
        return self._store.checkpoint(self._claim)

    async def announce(self, events: Sequence[Event]) -> None:
        """Publishes at once, whatever becomes of this attempt. The same events may be announced again by the
        next, so their ids must be deterministic (`event.causes`)."""
        self._outside("announce")
        await self._store.announce(self._claim, self._posts(events))

    async def once(self, name: str, call: Callable[[], Awaitable[Any]]) -> Any:
        """The JSON-able reply of an outside call, asked for at most once and stored before anything else.

        A later attempt gets the stored reply. The call passes the breaker `name`; a call that takes
        too long raises TimeoutError, which counts. Refuses to run while the write transaction is open.
        """
        self._outside("once")
        if name in self._claim.replies:
            return self._claim.replies[name]
        with self.breaker(name)():
            async with asyncio.timeout(self._patience):
                reply = await call()
        await self._store.remember(self._claim, name, reply)
        chaos.point("replied")
        return reply

    def breaker(self, name: str) -> Breaker:
        """The process's breaker of that name, for calls that are not stored: `with work.breaker("x")():`."""
        return self._breakers[name]

    async def write(self) -> AsyncConnection:
        """Opens the final transaction (once), or raises LeaseLost when another worker holds the event."""
        return (await self._final()).connection

    async def release(self, key: str) -> int:
        """Takes up the events that are parked on `key`, when this transaction commits; how many."""
        return await (await self._final()).release(key)

    async def _final(self) -> Transaction:
        if self._transaction is None:
            self._transaction = await self._store.write(self._claim)
        return self._transaction

    def _posts(self, events: Sequence[Event]) -> list[Entry]:
        """As the outbox takes them. No rule would route a foreign source: it would vanish without a word."""
        for event in events:
            if self._source and event.source != self._source:
                raise Misuse(f"{event.detail_type} has the source {event.source}, not {self._source}")
        return entries(events)

    def _outside(self, what: str) -> None:
        if self._transaction is not None:
            raise Misuse(f"{what}() while the write transaction is open: call it before write()")


class Attempt(Work):
    """The runtime's side of `Work`: how it ends."""

    async def finish(self, events: Sequence[Event]) -> None:
        posts = self._posts(events)
        await (await self._final()).finish(posts)
        self._transaction = None

    async def give_up(self, reason: str, failed_at: datetime, events: Sequence[Event]) -> None:
        posts = self._posts(events)
        await (await self._final()).give_up(reason, failed_at, posts)
        self._transaction = None

    async def abandon(self) -> None:
        """Rolls back what was not committed."""
        transaction, self._transaction = self._transaction, None
        if transaction is not None:
            await transaction.rollback()
