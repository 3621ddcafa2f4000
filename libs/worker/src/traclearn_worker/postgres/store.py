"""The runtime's store in PostgreSQL: composes inbox, outbox and parking into short transactions.

What the runtime writes for itself goes in single statements through the driver, new claims and plain endings
many at a time; what a handler reads and writes goes through SQLAlchemy, with the runtime's last statement in
the same transaction. Both pass the breaker of the database. An outage surfaces as Unavailable, wherever it
hits: in the runtime or in a handler's own statements. So a database that is down counts against no message.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Sequence
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
    contextmanager,
    suppress,
)
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from traclearn_contracts.events import Event

from traclearn_worker.breaker import Breaker
from traclearn_worker.errors import ReadOnly, Unavailable, WorkerError
from traclearn_worker.postgres.driver import Driver, driver
from traclearn_worker.postgres.groups import Groups
from traclearn_worker.postgres.inbox import InboxTable
from traclearn_worker.postgres.outbox import OutboxTable
from traclearn_worker.postgres.outcomes import Completion, OutcomeTable
from traclearn_worker.postgres.parking import ParkingTable
from traclearn_worker.postgres.pruning import PastTable
from traclearn_worker.store import Claim, Held, OutboxRow, Settled
from traclearn_worker.transport import Entry

DOWN = ("08", "57P", "53")
"""SQLSTATE classes of a server that is away, stopping, or out of connections or space.
Source: https://www.postgresql.org/docs/15/errcodes-appendix.html"""
READ_ONLY = "25006"
"""SQLSTATE read_only_sql_transaction."""


def outage(error: BaseException) -> bool:
    """Whether the error says that the database is down, and nothing about what was asked of it."""
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    state = getattr(error.orig if isinstance(error, DBAPIError) else error, "sqlstate", None)
    return lost or isinstance(error, ConnectionError) or str(state or "").startswith(DOWN)


class PostgresStore:
    """The tables of `create_tables(schema)`, reached through the service's engine."""

    def __init__(self, engine: AsyncEngine, schema: str, breaker: Breaker) -> None:
        self.committed: Callable[[], None] = lambda: None
        self._engine = engine
        self._readers = engine.execution_options(postgresql_readonly=True)
        self._breaker = breaker
        self.inbox = InboxTable(schema)
        self.outcomes = OutcomeTable(schema)
        self.outbox = OutboxTable(schema)
        self.parking = ParkingTable(schema)
        self.past = PastTable(schema)
        self._claims = Groups(self._claim_new)
        self._completions = Groups(self._complete_unlocked)

    async def claim(self, event: Event, seconds: float, replay_of: datetime | None) -> Claim | Held | Settled:
        if replay_of is None and (claim := await self._claims.submit((event, seconds))) is not None:
            return claim
        async with self._connection() as conn:
            return await self.inbox.claim(conn, event, seconds, replay_of)

    async def _claim_new(self, asked: list[tuple[Event, float]]) -> list[Claim | None]:
        async with self._connection() as conn:
            return await self.inbox.claim_new(conn, asked)

    async def renew(self, tokens: Collection[UUID], seconds: float) -> set[UUID]:
        async with self._connection() as conn:
            return await self.inbox.renew(conn, tokens, seconds)

    async def remember(self, claim: Claim, replies: dict[str, Any]) -> None:
        async with self._connection() as conn:
            await self.inbox.remember(conn, claim, replies)
        claim.replies = replies

    async def release(self, claim: Claim) -> None:
        async with self._connection() as conn:
            await self.outcomes.release(conn, claim)

    async def retry(self, claim: Claim, reason: str) -> None:
        async with self._connection() as conn:
            await self.outcomes.retry(conn, claim, reason)

    async def complete(self, claim: Claim, events: Sequence[Entry]) -> None:
        if not await self._completions.submit((claim, events)):
            async with self._connection() as conn:
                await self.outcomes.complete(conn, claim, events)
        if events:
            self.committed()

    async def _complete_unlocked(self, completions: list[Completion]) -> list[bool]:
        async with self._connection() as conn:
            return await self.outcomes.complete_unlocked(conn, completions)

    async def dead_letter(
        self, claim: Claim, reason: str, failed_at: datetime, events: Sequence[Entry]
    ) -> None:
        async with self._connection() as conn, conn.transaction():
            await self.outbox.add(conn, events)
            await self.outcomes.dead_letter(conn, claim, reason, failed_at)
        if events:
            self.committed()

    async def park(self, claim: Claim, key: str, deadline: timedelta, body: str) -> bool:
        async with self._connection() as conn, conn.transaction():
            if await self.parking.lock(conn, claim, key):
                return False
            await self.outcomes.park(conn, claim, key, deadline.total_seconds())
            await self.parking.park(conn, claim, body)
        return True

    async def expire(self) -> int:
        async with self._connection() as conn:
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
        async with self._transaction(self._engine) as conn:
            await self.inbox.fence(conn, claim)
            yield conn

    async def write(self, claim: Claim) -> "PostgresTransaction":
        async with AsyncExitStack() as stack:
            conn = await stack.enter_async_context(self._transaction(self._engine))
            await self.inbox.fence(conn, claim)
            return PostgresTransaction(self, claim, conn, stack.pop_all())
        raise WorkerError("PostgresStore.write was left before its transaction began")

    async def ping(self) -> None:
        async with asyncio.timeout(5), self._connection() as conn:
            await conn.fetch("SELECT 1")

    async def announce(self, claim: Claim, entries: Sequence[Entry]) -> None:
        async with self._connection() as conn:
            await self.outbox.announce(conn, claim, entries)
        self.committed()

    async def take(self, limit: int, seconds: float) -> list[OutboxRow]:
        async with self._connection() as conn:
            return await self.outbox.take(conn, limit, seconds)

    async def sent(self, ids: Sequence[int]) -> None:
        async with self._connection() as conn:
            await self.outbox.sent(conn, ids)

    async def postpone(self, ids: Sequence[int], error: str, seconds: float) -> None:
        async with self._connection() as conn:
            await self.outbox.postpone(conn, ids, error, seconds)

    async def lag(self) -> float:
        async with self._connection() as conn:
            return await self.outbox.lag(conn)

    async def horizon(self) -> str:
        async with self._transaction(self._engine) as conn:
            return await self.past.horizon(conn)

    async def prune(self, limit: int, retention: timedelta, horizon: str | None) -> int:
        async with self._transaction(self._engine) as conn:
            return await self.past.prune(conn, limit, retention, horizon)

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Driver]:
        """For statements of the runtime's own, each of which commits by itself."""
        with self._guarded():
            async with _entered(self._engine.connect()) as conn, _undamaged(conn) as own:
                yield own

    @asynccontextmanager
    async def _transaction(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        with self._guarded():
            async with _entered(engine.begin()) as conn, _undamaged(conn):
                yield conn

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            with self._breaker(counts=outage):
                yield
        except Exception as error:
            if outage(error):
                raise Unavailable(self._breaker.name, max(self._breaker.retry_in, 1.0)) from error
            raise


@asynccontextmanager
async def _entered(opening: AbstractAsyncContextManager[AsyncConnection]) -> AsyncIterator[AsyncConnection]:
    async with AsyncExitStack() as stack:
        try:
            conn = await stack.enter_async_context(opening)
        except (OSError, PoolTimeout) as error:
            raise ConnectionError("no connection to the database") from error
        yield conn


@asynccontextmanager
async def _undamaged(connection: AsyncConnection) -> AsyncIterator[Driver]:
    """Its driver's connection. One that is closed, or was left amid a statement, is not used again.

    SQLAlchemy sees to that for its own statements; of the driver's it knows nothing.
    """
    own = driver(connection)
    try:
        yield own
    except BaseException as error:
        closed = own.is_closed()
        if closed or not isinstance(error, Exception):
            await connection.invalidate()
        if closed and not outage(error):
            raise ConnectionError("the connection to the database was lost") from error
        raise


class PostgresTransaction:
    """The final transaction of an attempt, open since its fence."""

    def __init__(
        self, store: PostgresStore, claim: Claim, connection: AsyncConnection, stack: AsyncExitStack
    ) -> None:
        self.connection = connection
        self._store = store
        self._claim = claim
        self._stack = stack
        self._unparked = 0

    async def unpark(self, key: str) -> int:
        unparked = await self._store.parking.unpark(driver(self.connection), key)
        self._unparked += unparked
        return unparked

    async def complete(self, events: Sequence[Entry]) -> None:
        async with self._stack:
            await self._store.outcomes.complete(driver(self.connection), self._claim, events)
        self._committed(events)

    async def dead_letter(self, reason: str, failed_at: datetime, events: Sequence[Entry]) -> None:
        async with self._stack:
            own = driver(self.connection)
            await self._store.outbox.add(own, events)
            await self._store.outcomes.dead_letter(own, self._claim, reason, failed_at)
        self._committed(events)

    async def rollback(self) -> None:
        with suppress(Exception):
            await self.connection.rollback()
        await self._stack.aclose()

    def _committed(self, events: Sequence[Entry]) -> None:
        if events or self._unparked:
            self._store.committed()
