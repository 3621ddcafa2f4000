"""Appeals that have waited too long for the second grader go to an author, whatever the reason."""

import asyncio
from datetime import timedelta
from uuid import UUID

from progress.application.ports import Store, Transactions
from progress.domain.appeal_change import followed_changes
from progress.domain.appeal_status import AppealStatuses

BATCH_APPEALS = 100


class AppealSweeper:
    """As `Sweeper` is for answers."""

    def __init__(self, transactions: Transactions, overdue_after: timedelta) -> None:
        self._transactions = transactions
        self._overdue_after = overdue_after

    async def run(self, pause_s: float = 10.0) -> None:
        """Until it is cancelled; what fails (no database) the runtime begins again."""
        while True:
            await self.sweep()
            await asyncio.sleep(pause_s)

    async def sweep(self) -> int:
        """Hands on what waits too long now; how many that were."""
        async with self._transactions() as store:
            overdue = await store.find_overdue_appeals(self._overdue_after, BATCH_APPEALS)
        handed = 0
        for learner, ticket, attempt, id_ in overdue:
            async with self._transactions() as store:
                handed += await hand_to_author(store, learner, ticket, attempt, id_)
        return handed


async def hand_to_author(store: Store, learner: str, ticket: int, number: int, id_: UUID) -> bool:
    """False when the second grader, an author or another sweeper was faster."""
    await store.lock_ticket(ticket)
    attempt = (await store.find_record(learner, ticket)).attempt(number)
    before = AppealStatuses(await store.find_appeals(learner, ticket, number), attempt)
    status = before.by_id.get(id_)
    if status is None or status.state != "open":
        return False
    after = AppealStatuses(before.appeals.with_overdue(id_, await store.now()), attempt)
    await store.save_appeals(after)
    for change in followed_changes(before, after):
        await store.append_change(change)
    return True
