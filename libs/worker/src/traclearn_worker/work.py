"""What a handler may do besides thinking: read, announce, call outside once, write under the fence."""

import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection
from traclearn_contracts.events import Event

from traclearn_worker.breaker import Breaker, Breakers
from traclearn_worker.calls import Ask, Calls
from traclearn_worker.errors import Misuse
from traclearn_worker.postgres.outbox import entries
from traclearn_worker.store import Claim, Store, Transaction
from traclearn_worker.transport import Entry

Store_co = TypeVar("Store_co", covariant=True)


class Surroundings(Protocol[Store_co]):
    """What an attempt needs of the service that it is made for."""

    @property
    def source(self) -> str:
        """Whose events it may publish."""
        ...

    @property
    def stores(self) -> Callable[[AsyncConnection], Store_co]: ...


class Work(Generic[Store_co]):
    """One attempt at one event.

    The order that keeps an event from being doubled or lost: `read` what is needed, `checkpoint` what must
    stand before a call, `announce` if readers should know, ask outside through `once`, then `write`
    and return the events that follow. The write, the events and the inbox row commit together after the
    handler has returned.
    """

    def __init__(
        self,
        claim: Claim,
        runtime: Store,
        breakers: Breakers,
        service: Surroundings[Store_co],
        call_timeout_s: float,
    ) -> None:
        """`call_timeout_s`: what an outside call may take."""
        self._claim = claim
        self._runtime = runtime
        self._breakers = breakers
        self._service = service
        self._calls = Calls(claim, runtime, call_timeout_s)
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

    def read(self) -> AbstractAsyncContextManager[Store_co]:
        """`async with work.read() as store:` a short transaction that cannot write; it raises Misuse where a
        statement tries. Leave it before asking anything outside."""
        return self._opened(self._runtime.read())

    def checkpoint(self) -> AbstractAsyncContextManager[Store_co]:
        """`async with work.checkpoint() as store:` a short write that must stand before an outside call.

        Fenced, and committed when it is left, whatever becomes of this attempt. So the next attempt may
        write it again, and it must be idempotent. Raises LeaseLost when another worker holds the event.
        """
        self._outside("checkpoint")
        return self._opened(self._runtime.checkpoint(self._claim))

    @asynccontextmanager
    async def _opened(
        self, transaction: AbstractAsyncContextManager[AsyncConnection]
    ) -> AsyncIterator[Store_co]:
        async with transaction as connection:
            yield self._service.stores(connection)

    async def announce(self, events: Sequence[Event]) -> None:
        """Publishes at once, whatever becomes of this attempt. The same events may be announced again by the
        next, so their ids must be deterministic (`event.causes`)."""
        self._outside("announce")
        await self._runtime.announce(self._claim, self._posts(events))

    async def once(
        self, name: str, ask: Ask, *, through: str, lost: Ask | None = None, repeatable: bool = False
    ) -> Any:
        """The JSON-able reply of an outside call: asked for at most once, and stored before anything else.

        `ask` gets an idempotency key, the same on every attempt, and passes the breaker `through`. A later
        attempt gets the stored reply. If the reply was lost (a crash, a timeout, an error of the wire, so
        that nobody knows whether it was paid for), the later attempt asks `lost` instead: it may ask again
        where the provider heeds the key, look the reply up, or charge the worst case and go another way.
        Without `lost` it raises ReplyLost. An `ask` that raises one of this library's errors says that
        nothing was bought, and is asked again.

        `repeatable`: a call that costs nothing, or that a crash may repeat. It saves a round trip.
        A call that takes too long raises TimeoutError. Refuses to run while the write transaction is open.
        """
        self._outside("once")
        if self._calls.known(name):
            return self._calls.reply(name)
        if repeatable:
            return await self._calls.repeat(name, ask, self.breaker(through))
        return await self._calls.once(name, ask, lost, self.breaker(through))

    def has_begun(self, name: str) -> bool:
        """Whether the call of that name was begun, on this attempt or an earlier one, and may have been
        answered and paid for: `once` will not make it again."""
        return self._calls.begun(name)

    def key_of(self, name: str) -> UUID:
        """The idempotency key of the call of that name: the same on every attempt."""
        return self._calls.key(name)

    def breaker(self, name: str) -> Breaker:
        """The process's breaker of that name, for calls that are not stored: `with work.breaker("x")():`."""
        return self._breakers[name]

    async def write(self) -> Store_co:
        """Opens the final transaction (once), or raises LeaseLost when another worker holds the event."""
        return self._service.stores((await self._final()).connection)

    async def unpark(self, key: str) -> int:
        """Takes up the events that are parked on `key`, when this transaction commits; how many."""
        return await (await self._final()).unpark(key)

    async def _final(self) -> Transaction:
        if self._transaction is None:
            self._transaction = await self._runtime.write(self._claim)
        return self._transaction

    def _posts(self, events: Sequence[Event]) -> list[Entry]:
        """As the outbox takes them. No rule would route a foreign source: it would vanish without a word."""
        for event in events:
            source = self._service.source
            if source and event.source != source:
                raise Misuse(f"{event.detail_type} has the source {event.source}, not {source}")
        return entries(events)

    def _outside(self, what: str) -> None:
        if self._transaction is not None:
            raise Misuse(f"{what}() while the write transaction is open: call it before write()")


class Attempt(Work[Store_co]):
    """The runtime's side of `Work`: how it ends."""

    async def complete(self, events: Sequence[Event]) -> None:
        posts = self._posts(events)
        if self._transaction is None:
            await self._runtime.complete(self._claim, posts)
        else:
            await self._transaction.complete(posts)
            self._transaction = None

    async def dead_letter(self, reason: str, failed_at: datetime, events: Sequence[Event]) -> None:
        posts = self._posts(events)
        if self._transaction is None:
            await self._runtime.dead_letter(self._claim, reason, failed_at, posts)
        else:
            await self._transaction.dead_letter(reason, failed_at, posts)
            self._transaction = None

    async def abandon(self) -> None:
        """Rolls back what was not committed."""
        transaction, self._transaction = self._transaction, None
        if transaction is not None:
            await transaction.rollback()
