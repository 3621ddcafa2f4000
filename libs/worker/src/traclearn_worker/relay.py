"""Sends what is in the outbox: to the bus, or back to the service's own queue."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import suppress

import structlog

from traclearn_worker import chaos
from traclearn_worker.breaker import Breaker
from traclearn_worker.errors import Unavailable
from traclearn_worker.retry import backoff
from traclearn_worker.runtime import Runtime
from traclearn_worker.store import Outbox, OutboxRow
from traclearn_worker.transport import MAX_BATCH_ENTRIES, BatchResult, Entry, QueueMessage

log = structlog.get_logger()

MAX_CALL_BYTES = 1_000_000
"""Bytes of all entries of one PutEvents, and of all messages of one SendMessageBatch: 1 MB, 1 MiB.
Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html and
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html"""
MAX_TRIES_TOGETHER = 3
"""Tries that a row makes in company: one bad entry can have a whole call refused, time and again."""
MAX_ROWS_TAKEN = 50
"""Rows of one look: five batches."""


class Relay:
    """Woken after each commit, and looks by itself every second for what another process left."""

    def __init__(self, runtime: Runtime, breaker: Breaker, every: float = 1.0) -> None:
        """`every`: seconds between looks without being woken."""
        self._outbox: Outbox = runtime.store
        self._transport = runtime.transport
        self._metrics = runtime.metrics
        self._breaker = breaker
        self._hold = runtime.settings.visibility / 2
        """Seconds for which taken rows are left alone by others: longer than a call should last."""
        self._every = every
        self._woken = asyncio.Event()
        self.lag = 0.0
        """Seconds that the oldest row waits, when last looked."""

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        """Relays until cancelled."""
        while True:
            self._woken.clear()
            more = await self._turn()
            if not more:
                await self._pause(max(self._every, self._breaker.retry_in))

    async def flush(self) -> None:
        """Relays what is due now; ends when nothing goes any more."""
        while await self._turn():
            pass

    async def _turn(self) -> bool:
        """One look at the outbox. Whether another may find more."""
        try:
            found = await self.relay()
            self.lag = await self._outbox.lag() if found < MAX_ROWS_TAKEN else self.lag
            return found > 0
        except Unavailable:
            return False
        except Exception as error:
            log.error("relay failed", error=type(error).__name__)
            return False

    async def relay(self) -> int:
        """Sends what is due and deletes what was accepted; how many rows it took."""
        if self._breaker.retry_in > 0:
            return 0
        rows = await self._outbox.take(MAX_ROWS_TAKEN, self._hold)
        events = [row for row in rows if isinstance(row.content, Entry)]
        messages = [row for row in rows if isinstance(row.content, QueueMessage)]
        await asyncio.gather(
            *(self._send(batch, self._publish) for batch in batches(events)),
            *(self._send(batch, self._resend) for batch in batches(messages)),
        )
        return len(rows)

    async def _send(
        self, rows: list[OutboxRow], call: Callable[[list[OutboxRow]], Awaitable[BatchResult]]
    ) -> None:
        try:
            with self._breaker():
                errors = await call(rows)
        except Exception as error:
            await self._postpone(rows, type(error).__name__)
            return
        chaos.point("relayed")
        await self._outbox.sent(
            [row.id for row, refused in zip(rows, errors, strict=True) if refused is None]
        )
        for row, refused in zip(rows, errors, strict=True):
            if refused is not None:
                await self._postpone([row], refused.code)

    async def _publish(self, rows: list[OutboxRow]) -> BatchResult:
        return await self._transport.publish([row.content for row in rows if isinstance(row.content, Entry)])

    async def _resend(self, rows: list[OutboxRow]) -> BatchResult:
        return await self._transport.send(
            [row.content for row in rows if isinstance(row.content, QueueMessage)]
        )

    async def _postpone(self, rows: Sequence[OutboxRow], code: str) -> None:
        """They are due again after a back-off, for as long as it takes: an event is never dropped."""
        self._metrics.count("publish_failed", len(rows))
        log.warning("not relayed", code=code, count=len(rows))
        delay = max(self._breaker.retry_in, backoff(max(row.tries for row in rows), cap=60.0))
        await self._outbox.postpone([row.id for row in rows], code, delay)

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()


def batches(rows: Iterable[OutboxRow]) -> Iterator[list[OutboxRow]]:
    """Cuts rows into what one call takes: at most ten entries and 1 MB. What was refused often goes alone."""
    batch: list[OutboxRow] = []
    total = 0
    for row in rows:
        size = weight(row)
        alone = row.tries > MAX_TRIES_TOGETHER or (batch and batch[-1].tries > MAX_TRIES_TOGETHER)
        if batch and (alone or len(batch) == MAX_BATCH_ENTRIES or total + size > MAX_CALL_BYTES):
            yield batch
            batch, total = [], 0
        batch.append(row)
        total += size
    if batch:
        yield batch


def weight(row: OutboxRow) -> int:
    """Bytes of one row in a call."""
    return row.content.size if isinstance(row.content, Entry) else len(row.content.body.encode())
