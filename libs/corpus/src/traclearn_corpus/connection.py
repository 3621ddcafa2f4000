"""The one connection to Neo4j, be it a server of one's own or Aura."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

from neo4j import (
    READ_ACCESS,
    AsyncDriver,
    AsyncGraphDatabase,
    AsyncManagedTransaction,
    AsyncSession,
    Query,
    unit_of_work,
)
from neo4j.exceptions import DriverError, Neo4jError

from traclearn_corpus import driver_errors, queries
from traclearn_corpus.errors import GraphRefused

OPEN = ("neo4j", "bolt", "neo4j+ssc", "bolt+ssc")
"""Whoever is on the way may read along; `+ssc` takes any certificate. The driver knows no others but `+s`."""
HERE = ("127.0.0.1", "::1", "localhost")

T = TypeVar("T")
Row = dict[str, Any]

CONNECT_SECONDS = 5.0
ACQUIRE_SECONDS = 15.0
"""For a connection out of the pool, including the routing table."""
RETRY_SECONDS = 10.0
"""The driver repeats a transaction for so long after a deadlock or a lost connection."""
STATEMENT_SECONDS = 75.0
"""The server ends a longer transaction, and the statements of one `look` have no more together: a handler has
90 s."""
IDLE_SECONDS = 30.0
"""A connection that was idle for longer is tried before it is used: Aura and load balancers drop them."""


class Transaction:
    """What a unit of work gets: statements of `queries`, one after another."""

    def __init__(
        self, inner: AsyncManagedTransaction | AsyncSession, left: Callable[[], float] | None = None
    ) -> None:
        """`inner`: a session's statements are transactions of their own. `left`: the seconds that the next of
        these may take; raises GraphAway when there are none."""
        self._inner = inner
        self._left = left

    async def run(self, query: str, **parameters: Any) -> list[Row]:
        """All rows, as dictionaries. Pinned to Cypher 5, which 5.26 and every later server speak."""
        text = f"CYPHER 5 {query}"
        asked: Any = text if self._left is None else Query(text, timeout=self._left())
        result = await self._inner.run(asked, parameters)
        return [dict(row) async for row in result]  # `data` copies whatever they hold, item by item

    async def one(self, query: str, **parameters: Any) -> Row:
        """The first row; {} when there is none."""
        rows = await self.run(query, **parameters)
        return rows[0] if rows else {}


Work = Callable[[Transaction], Awaitable[T]]


def check_address(uri: str) -> None:
    """Raises GraphRefused where password and material would cross a network for everybody to read."""
    said = urlsplit(uri)
    if said.scheme in OPEN and said.hostname not in HERE:
        raise GraphRefused(
            f"{said.scheme}://{said.hostname} lets others read along: use neo4j+s:// or bolt+s://."
        )


class Graph:
    """A pool of connections. Calls raise GraphAway or GraphRefused, and GraphError for what is our bug."""

    def __init__(self, driver: AsyncDriver, host: str, database: str | None = None) -> None:
        self._driver = driver
        self._host = host
        self._database = database
        self.timed: Callable[[float], None] = lambda _: None
        """Told the milliseconds of each unit of work, with its wait for a connection and its repetitions."""
        self._in_use = self._most_in_use = 0

    @property
    def gauges(self) -> dict[str, Callable[[], float]]:
        """The most units of work at once since it was last read; those above the pool's size had to wait."""
        return {"graph_in_use": self._read_most_in_use}

    def _read_most_in_use(self) -> float:
        most, self._most_in_use = self._most_in_use, self._in_use
        return most

    @classmethod
    def open(cls, uri: str, user: str, password: str, *, database: str | None = None, pool: int = 20) -> Self:
        """`neo4j+s://` or `bolt+s://`, and without encryption what does not leave this machine. Connects at
        the first use. Raises GraphRefused."""
        check_address(uri)
        with driver_errors.translated(urlsplit(uri).netloc or uri):
            driver = AsyncGraphDatabase.driver(
                uri,
                auth=(user, password),
                max_connection_pool_size=pool,
                connection_timeout=CONNECT_SECONDS,
                connection_acquisition_timeout=ACQUIRE_SECONDS,
                max_transaction_retry_time=RETRY_SECONDS,
                liveness_check_timeout=IDLE_SECONDS,
                notifications_disabled_categories=["UNRECOGNIZED"],
                user_agent="traclearn",
            )
        return cls(driver, urlsplit(uri).netloc, database)

    async def read(self, work: Work[T]) -> T:
        """Runs `work` in one read transaction; it may run more than once."""
        async with self._session() as session:
            return await session.execute_read(unit_of_work(timeout=STATEMENT_SECONDS)(_on(work)))

    async def look(self, work: Work[T]) -> T:
        """As `read`, with each statement a transaction of its own, which saves beginning and ending one: two
        ways to the server and back. For work that sees for itself whether what it read is of one state, which
        a transaction would not promise either. All of them together have STATEMENT_SECONDS."""
        deadline = time.monotonic() + STATEMENT_SECONDS

        def left() -> float:
            seconds = deadline - time.monotonic()
            if seconds < 0.001:  # to the server 0 milliseconds are no limit
                raise driver_errors.too_slow(self._host, STATEMENT_SECONDS)
            return seconds

        async with self._session(default_access_mode=READ_ACCESS) as session:
            try:
                return await work(Transaction(session, left))
            except (DriverError, Neo4jError) as error:
                if not error.is_retryable():
                    raise
            return await session.execute_read(unit_of_work(timeout=left())(_on(work)))

    async def write(self, work: Work[T]) -> T:
        """Runs `work` in one write transaction; it may run more than once, and commits at most once."""
        async with self._session() as session:
            return await session.execute_write(unit_of_work(timeout=STATEMENT_SECONDS)(_on(work)))

    @asynccontextmanager
    async def _session(self, **config: Any) -> AsyncIterator[AsyncSession]:
        started = time.monotonic()
        self._in_use += 1
        self._most_in_use = max(self._most_in_use, self._in_use)
        try:
            with driver_errors.translated(self._host):
                async with self._driver.session(database=self._database, **config) as session:
                    yield session
        finally:
            self._in_use -= 1
            self.timed((time.monotonic() - started) * 1000)

    async def check(self) -> None:
        """One statement there and back, for a readiness check."""
        await self.read(lambda transaction: transaction.run(queries.PING))

    async def close(self) -> None:
        await self._driver.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def _on(work: Work[T]) -> Callable[[AsyncManagedTransaction], Awaitable[T]]:
    async def run(inner: AsyncManagedTransaction) -> T:
        return await work(Transaction(inner))

    return run
