"""The runtime's store in PostgreSQL: composes inbox, outbox and parking into short transactions.

Every transaction passes the breaker of the database. An outage surfaces as Unavailable, wherever it hits: in
the runtime or in a handler's own statements. So a database that is down counts against no message.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from traclearn_contracts.events import Event

from traclearn_worker.breaker import Breaker
from traclearn_worker.errors import ReadOnly, Unavailable
from traclearn_worker.inbox import InboxTable
from traclearn_worker.outbox import OutboxTable
from traclearn_worker.parking import ParkingTable
from traclearn_worker.pruning import PastTable
from traclearn_worker.store import Claim, Held, Posted, Settled
from traclearn_worker.transport import Entry

DOWN = ("08", "57P", "53")
"""SQLSTATE classes of a server that is away, stopping, or out of connections or space.
Source: https://www.postgresql.org/docs/15/errcodes-appendix.html"""
READ_ONLY = "25006"
"""SQLSTATE read_only_sql_transaction."""


def outage(error: BaseException) -> bool:
    """Whether the error says that the database is down, and nothing about what was asked of it."""
    if isinstance(error, DBAPIError):
        state = str(getattr(error.orig, "sqlstate", None) or "")
        return error.connection_invalidated or state.startswith(DOWN)
    return isinstance(error, ConnectionError)


class PostgresStore:
    """The tables of `create_tables(schema)`, reached through the service's engine."""

    def __init__(self, engine: AsyncEngine, schema: str, breaker: Breaker) -> None:
        self.committed: Callable[[], None] = lambda: None
        self._engine = engine
        self._readers = engine.execution_options(postgresql_readonly=True)
        self._breaker = breaker
        self.inbox = InboxTable(schema)
        self.outbox = OutboxTable(schema)
        self.parking = ParkingTable(schema)
        self.past = PastTable(schema)

    async def claim(self, event: Event, seconds: float, replay_of: datetime | None) -> Claim | Held | Settled:
        async with self._transaction() as conn:
            return await self.inbox.claim(conn, event, seconds, replay_of)

    async def renew(self, tokens: Collection[UUID], seconds: float) -> set[UUID]:
        async with self._transaction() as conn:
            return await self.inbox.renew(conn, tokens, seconds)

    async def remember(self, claim: Claim, replies: dict[str, Any]) -> None:
        async with self._transaction() as conn:
            await self.inbox.remember(conn, claim, replies)
        claim.replies = replies

    async def hand_back(self, claim: Claim) -> None:
        async with self._transaction() as conn:
            await self.inbox.hand_back(conn, claim)

    async def fail(self, claim: Claim, reason: str) -> None:
        async with self._transaction() as conn:
            await self.inbox.fail(conn, claim, reason)

    async def park(self, claim: Claim, key: str, deadline: timedelta, body: str) -> bool:
        async with self._transaction() as conn:
            if await self.parking.lock(conn, claim, key):
                return False
            await self.inbox.park(conn, claim, key, deadline.total_seconds())
            await self.parking.park(conn, claim, body)
        return True

    async def expire(self) -> int:
        async with self._transaction() as conn:
            freed = await self.parking.expire(conn)
        if freed:
            self.committed()
        return freed

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        try:
            async with self._transaction(self._readers) as conn:
                yield conn
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) == READ_ONLY:
                raise ReadOnly from error
            raise

    @asynccontextmanager
    async def checkpoint(self, claim: Claim) -> AsyncIterator[AsyncConnection]:
        async with self._transaction() as conn:
            await self.inbox.fence(conn, claim)
            yield conn

    async def write(self, claim: Claim) -> "PostgresTransaction":
        stack = AsyncExitStack()
        async with stack:
            conn = await stack.enter_async_context(self._transaction())
            await self.inbox.fence(conn, claim)
            return PostgresTransaction(self, claim, conn, stack.pop_all())
        raise AssertionError("unreachable")

    async def ping(self) -> None:
        async with asyncio.timeout(5), self._transaction() as conn:
            await conn.execute(text("SELECT 1"))

    async def announce(self, claim: Claim, entries: Sequence[Entry]) -> None:
        async with self._transaction() as conn:
            await self.inbox.fence(conn, claim)
            await self.outbox.add(conn, entries)
        self.committed()

    async def take(self, limit: int, seconds: float) -> list[Posted]:
        async with self._transaction() as conn:
            return await self.outbox.take(conn, limit, seconds)

    async def sent(self, ids: Sequence[int]) -> None:
        async with self._transaction() as conn:
            await self.outbox.sent(conn, ids)

    async def postpone(self, ids: Sequence[int], error: str, seconds: float) -> None:
        async with self._transaction() as conn:
            await self.outbox.postpone(conn, ids, error, seconds)

    async def lag(self) -> float:
        async with self._transaction() as conn:
            return await self.outbox.lag(conn)

    async def horizon(self) -> str:
        async with self._transaction() as conn:
            return await self.past.horizon(conn)

    async def prune(self, limit: int, retention: timedelta, horizon: str | None) -> int:
        async with self._transaction() as conn:
            return await self.past.prune(conn, limit, retention, horizon)

    @asynccontextmanager
    async def _transaction(self, engine: AsyncEngine | None = None) -> AsyncIterator[AsyncConnection]:
        try:
            with self._breaker(counts=outage):
                async with _begin(engine or self._engine) as conn:
                    yield conn
        except Exception as error:
            if outage(error):
                raise Unavailable(self._breaker.name, max(self._breaker.retry_in, 1.0)) from error
            raise


@asynccontextmanager
async def _begin(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    async with AsyncExitStack() as stack:
        try:
            conn = await stack.enter_async_context(engine.begin())
        except (OSError, PoolTimeout) as error:
            raise ConnectionError("no connection to the database") from error
        yield conn


class PostgresTransaction:
    """The final transaction of an attempt, open since its fence."""

    def __init__(
        self, store: PostgresStore, claim: Claim, connection: AsyncConnection, stack: AsyncExitStack
    ) -> None:
        self.connection = connection
        self._store = store
        self._claim = claim
        self._stack = stack

    async def release(self, key: str) -> int:
        return await self._store.parking.release(self.connection, key)

    async def finish(self, events: Sequence[Entry]) -> None:
        await self._store.outbox.add(self.connection, events)
        await self._store.inbox.done(self.connection, self._claim)
        await self._stack.aclose()
        self._store.committed()

    async def give_up(self, reason: str, failed_at: datetime, events: Sequence[Entry]) -> None:
        await self._store.outbox.add(self.connection, events)
        await self._store.inbox.give_up(self.connection, self._claim, reason, failed_at)
        await self._stack.aclose()
        self._store.committed()

    async def rollback(self) -> None:
        with suppress(Exception):
            await self.connection.rollback()
        await self._stack.aclose()
