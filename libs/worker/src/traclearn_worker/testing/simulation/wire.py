"""The lines from one worker process to the queue and to the database: slow, cut, and dead when it is.

A call may fail before it was done, or after it, when only its answer is lost. Nothing gets through from a
process that is dead, and the transactions that it had open are rolled back.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from traclearn_worker.errors import Unavailable
from traclearn_worker.testing.store import MemoryTransaction
from traclearn_worker.transport import Entry

if TYPE_CHECKING:
    from traclearn_worker.testing.simulation.process import Process

Call = Callable[..., Awaitable[Any]]


class Wire:
    """Every method of `end`, over a line."""

    def __init__(self, end: Any, process: "Process") -> None:
        self._end = end
        self._process = process
        self._conditions = process.world.conditions

    def __getattr__(self, name: str) -> Any:
        return partial(self.call, name, getattr(self._end, name))

    async def call(self, name: str, do: Call, *given: Any) -> Any:
        """Raises ConnectionError, and CancelledError in a process that is dead."""
        await self._travel()
        fault = self._conditions.fault(name)
        self._process.note(f"{name} {fault}")
        if fault == "unheard":
            raise ConnectionError(name)
        answer = await (self._partly(do, *given) if fault == "refused" else do(*given))
        try:
            await self._travel()
            if fault == "unanswered":
                raise ConnectionError(name)
        except BaseException:
            await self._lose(answer)
            raise
        return answer

    async def _partly(self, do: Call, entries: Sequence[Any]) -> Any:
        errors = [self._conditions.entry_error() for _ in entries]
        done = iter(await do([entry for entry, error in zip(entries, errors, strict=True) if error is None]))
        return [next(done) if error is None else error for error in errors]

    async def _travel(self) -> None:
        """Takes its time, and as long as the process stands still."""
        loop = asyncio.get_running_loop()
        seconds = max(self._conditions.latency(), self._process.stalled_until - loop.time())
        if seconds > 0:
            await asyncio.sleep(seconds)
        if not self._process.alive:
            raise asyncio.CancelledError

    async def _lose(self, answer: Any) -> None:
        """Whatever an answer that nobody gets leaves open."""


class Database(Wire):
    """The line to the store, with the breaker and the errors of `PostgresStore`."""

    def __init__(self, end: Any, process: "Process") -> None:
        super().__init__(end, process)
        self.committed: Callable[[], None] = lambda: None
        self.open: dict[Open, None] = {}

    def __getattr__(self, name: str) -> Any:
        if name in {"read", "checkpoint"}:
            return partial(self._block, name, getattr(self._end, name))
        return super().__getattr__(name)

    async def call(self, name: str, do: Call, *given: Any) -> Any:
        """Raises Unavailable instead of ConnectionError."""
        breaker = self._process.app.breakers["database"]
        try:
            with breaker(counts=lambda error: isinstance(error, ConnectionError)):
                answer = await super().call(name, partial(self._do, do), *given)
        except ConnectionError as error:
            raise Unavailable("database", max(breaker.retry_in, 1.0)) from error
        return answer

    async def cut(self) -> None:
        """Ends all connections: what was not committed is rolled back."""
        for transaction in list(self.open):
            await transaction.rollback()

    async def _do(self, do: Call, *given: Any) -> Any:
        answer = await do(*given)
        return Open(answer, self) if isinstance(answer, MemoryTransaction) else answer

    async def _lose(self, answer: Any) -> None:
        if isinstance(answer, Open):
            await answer.rollback()

    @asynccontextmanager
    async def _block(
        self, name: str, block: Callable[..., AbstractAsyncContextManager[Any]], *given: Any
    ) -> AsyncIterator[Any]:
        await self.call(f"{name} begins", _nothing)
        async with block(*given) as connection:
            yield connection
            await self.call(f"{name} ends", _nothing)


class Open:
    """The final transaction of an attempt, until it is committed or rolled back."""

    def __init__(self, transaction: MemoryTransaction, database: Database) -> None:
        self.connection = transaction.connection
        self._transaction = transaction
        self._database = database
        database.open[self] = None

    async def unpark(self, key: str) -> int:
        return int(await self._database.call("unpark", self._transaction.unpark, key))

    async def complete(self, events: Sequence[Entry]) -> None:
        await self._database.call("complete", self._commit, self._transaction.complete, events)

    async def dead_letter(self, reason: str, failed_at: datetime, events: Sequence[Entry]) -> None:
        await self._database.call(
            "dead letter", self._commit, self._transaction.dead_letter, reason, failed_at, events
        )

    async def rollback(self) -> None:
        """By the server: it needs no line."""
        if self in self._database.open:
            del self._database.open[self]
            await self._transaction.rollback()

    async def _commit(self, how: Call, *given: Any) -> None:
        if self not in self._database.open:
            raise ConnectionError("the connection was cut")
        await how(*given)
        del self._database.open[self]


async def _nothing() -> None: ...
