"""Answers that have waited too long for a result become `delayed`, whatever the reason."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta

from progress.domain.change import told_delay
from progress.domain.standing import WAITING, moved, stand
from progress.handlers.store import Store

BATCH = 100
Transactions = Callable[[], AbstractAsyncContextManager[Store]]


class Sweeper:
    """Looks every `pause` seconds; many may run: the ticket's lock lets one of them mark an answer."""

    def __init__(
        self, transactions: Transactions, delayed_after: timedelta, *, counted: Callable[[int], None]
    ) -> None:
        self._transactions = transactions
        self._delayed_after = delayed_after
        self._counted = counted

    async def run(self, pause: float = 10.0) -> None:
        """Until it is cancelled; what fails (no database) the runtime begins again."""
        while True:
            await self.sweep()
            await asyncio.sleep(pause)

    async def sweep(self) -> int:
        """Marks what waits too long now; how many that were."""
        async with self._transactions() as store:
            waiting = await store.waiting(self._delayed_after, BATCH)
        marked = 0
        for learner, ticket, attempt in waiting:
            async with self._transactions() as store:
                marked += await mark(store, learner, ticket, attempt)
        self._counted(marked)
        return marked


async def mark(store: Store, learner: str, ticket: int, number: int) -> bool:
    """False when a result, or another sweeper, was faster."""
    await store.begin(ticket)
    known = await store.record(learner, ticket)
    if not known.attempts or stand(known).phases[number].phase not in WAITING:
        return False
    attempt = known.attempts[number].late(await store.now())
    record = known.having(attempt)
    await store.save(record, moved(known, record))
    if stand(record).phases[number].phase != "delayed":
        return False  # it was begun just now, by a clock that is ahead
    await store.tell(told_delay(record, number))
    return True
