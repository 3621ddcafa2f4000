"""Answers that have waited too long for a result become `delayed`, whatever the reason."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from progress.application.ports import Store, Transactions
from progress.domain.change import delay_change
from progress.domain.progress import WAITING_PHASES, changed_attempts, progress_of

BATCH_ATTEMPTS = 100


class Sweeper:
    """Looks every `pause_s` seconds; many may run: the ticket's lock lets one of them mark an answer."""

    def __init__(
        self, transactions: Transactions, delayed_after: timedelta, *, report: Callable[[int], None]
    ) -> None:
        self._transactions = transactions
        self._delayed_after = delayed_after
        self._report = report

    async def run(self, pause_s: float = 10.0) -> None:
        """Until it is cancelled; what fails (no database) the runtime begins again."""
        while True:
            await self.sweep()
            await asyncio.sleep(pause_s)

    async def sweep(self) -> int:
        """Marks what waits too long now; how many that were."""
        async with self._transactions() as store:
            overdue = await store.find_overdue(self._delayed_after, BATCH_ATTEMPTS)
        marked = 0
        for learner, ticket, attempt in overdue:
            async with self._transactions() as store:
                marked += await mark_delayed(store, learner, ticket, attempt)
        self._report(marked)
        return marked


async def mark_delayed(store: Store, learner: str, ticket: int, number: int) -> bool:
    """False when a result, or another sweeper, was faster."""
    await store.lock_ticket(ticket)
    known = await store.find_record(learner, ticket)
    if not known.attempts or progress_of(known).phases[number].phase not in WAITING_PHASES:
        return False
    attempt = known.attempts[number].with_delay(await store.now())
    record = known.with_attempt(attempt)
    await store.save_record(record, changed_attempts(known, record))
    if progress_of(record).phases[number].phase != "delayed":
        return False  # it was begun just now, by a clock that is ahead
    await store.append_change(delay_change(record, number))
    return True
