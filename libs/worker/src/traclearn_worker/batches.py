"""Single entries gathered into calls of at most ten, each told its own fate."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import Context
from typing import Generic, TypeVar

import structlog

from traclearn_worker.retry import backoff
from traclearn_worker.transport import BATCH, Fates, Refusal

log = structlog.get_logger()
T = TypeVar("T")


class Batches(Generic[T]):
    """`await submit(entry)` joins a batch that leaves when it is full or after `linger` seconds.

    An answer may refuse some entries of a batch. Those are asked for again with a back-off, unless the
    refusal is final; so is a whole call that raised.
    """

    def __init__(
        self, call: Callable[[list[T]], Awaitable[Fates]], linger: float = 0.02, tries: int = 5
    ) -> None:
        self._call = call
        self._linger = linger
        self._tries = tries
        self._waiting: list[tuple[T, asyncio.Future[Refusal | None]]] = []
        self._timer: asyncio.TimerHandle | None = None
        self._flying: set[asyncio.Task[None]] = set()

    async def submit(self, entry: T) -> Refusal | None:
        """None when it was done, else why not."""
        loop = asyncio.get_running_loop()
        fate: asyncio.Future[Refusal | None] = loop.create_future()
        self._waiting.append((entry, fate))
        if len(self._waiting) >= BATCH:
            self._depart()
        elif self._timer is None:
            self._timer = loop.call_later(self._linger, self._depart)
        return await fate

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

    async def _fly(self, batch: list[tuple[T, asyncio.Future[Refusal | None]]]) -> None:
        for number in range(1, self._tries + 1):
            fates = await self._ask([entry for entry, _ in batch])
            last = number == self._tries
            again = []
            for (entry, future), fate in zip(batch, fates, strict=True):
                if fate is not None and not fate.final and not last:
                    again.append((entry, future))
                elif not future.done():
                    future.set_result(fate)
            if not again:
                return
            batch = again
            await asyncio.sleep(backoff(number, base=0.2, cap=5.0))

    async def _ask(self, entries: list[T]) -> Fates:
        try:
            return await self._call(entries)
        except Exception as error:
            log.warning("batch failed", error=type(error).__name__, count=len(entries))
            return [Refusal(type(error).__name__)] * len(entries)
