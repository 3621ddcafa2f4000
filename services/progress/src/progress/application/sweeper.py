"""What has waited too long is found and settled, whatever the reason."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVarTuple

from progress.application.ports import Store, Transactions

BATCH = 100
Key = TypeVarTuple("Key")


class Sweeper(Generic[*Key]):
    """Looks every `pause_s` seconds; many may run: the ticket's lock lets one of them settle each."""

    def __init__(
        self,
        transactions: Transactions,
        find: Callable[[Store], Awaitable[list[tuple[*Key]]]],
        settle: Callable[[Store, *Key], Awaitable[bool]],
        *,
        report: Callable[[int], None] = lambda _: None,
    ) -> None:
        """`settle` says whether there was still something to settle; `report` hears how many that were."""
        self._transactions = transactions
        self._find = find
        self._settle = settle
        self._report = report

    async def run(self, pause_s: float = 10.0) -> None:
        """Until it is cancelled; what fails (no database) the runtime begins again."""
        while True:
            await self.sweep()
            await asyncio.sleep(pause_s)

    async def sweep(self) -> int:
        """Settles what waits too long now; how many that were."""
        async with self._transactions() as store:
            overdue = await self._find(store)
        settled = 0
        for key in overdue:
            async with self._transactions() as store:
                settled += await self._settle(store, *key)
        self._report(settled)
        return settled
