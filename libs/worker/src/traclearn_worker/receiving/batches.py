"""Single entries gathered into calls of at most ten, each with a result of its own."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import Context
from typing import Generic, TypeVar

import structlog

from traclearn_worker.retry import backoff
from traclearn_worker.transport import MAX_BATCH_ENTRIES, BatchResult, EntryError

log = structlog.get_logger()
T = TypeVar("T")


class Batches(Generic[T]):
    """`await submit(entry)` joins a batch that leaves when it is full or after `linger` seconds.

    An answer may refuse some entries of a batch. Those are asked for again with a back-off, unless the
    error is final; so is a whole call that raised.
    """

    def __init__(
        self, call: Callable[[list[T]], Awaitable[BatchResult]], linger: float = 0.02, tries: int = 5
    ) -> None:
        self._call = call
        self._linger = linger
        self._tries = tries
        self._waiting: list[tuple[T, asyncio.Future[EntryError | None]]] = []
        self._timer: asyncio.TimerHandle | None = None
        self._flying: set[asyncio.Task[None]] = set()

    async def submit(self, entry: T) -> EntryError | None:
        """None when it was done, else why not."""
        loop = asyncio.get_running_loop()
        result: asyncio.Future[EntryError | None] = loop.create_future()
        self._waiting.append((entry, result))
        if len(self._waiting) >= MAX_BATCH_ENTRIES:
            self._depart()
        elif self._timer is None:
            self._timer = loop.call_later(self._linger, self._depart)
        return await result

    async def flush(self) -> None:
        """Sends what waits and returns when everything is answered."""
        self._depart()
        while self._flying:
            await asyncio.wait(self._flying)

    def _depart(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._waiting:
            batch, self._waiting = self._waiting, []
            task = asyncio.create_task(self._fly(batch), context=Context())  # no single message's log keys
            self._flying.add(task)
            task.add_done_callback(self._flying.discard)

    async def _fly(self, batch: list[tuple[T, asyncio.Future[EntryError | None]]]) -> None:
        for number in range(1, self._tries + 1):
            errors = await self._ask([entry for entry, _ in batch])
            last = number == self._tries
            again = []
            for (entry, future), error in zip(batch, errors, strict=True):
                if error is not None and not error.final and not last:
                    again.append((entry, future))
                elif not future.done():
                    future.set_result(error)
            if not again:
                return
            batch = again
            await asyncio.sleep(backoff(number, base=0.2, cap=5.0))

    async def _ask(self, entries: list[T]) -> BatchResult:
        try:
            return await self._call(entries)
        except Exception as error:
            log.warning("batch failed", error=type(error).__name__, count=len(entries))
            return [EntryError(type(error).__name__)] * len(entries)
