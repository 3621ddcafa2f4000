"""Keeps the feed from growing for ever."""

import asyncio

from progress.application.ports import FeedRows

BATCH_ROWS = 1000
"""In a transaction: few enough that nobody waits for it."""
BETWEEN_BATCHES_S = 1.0
BETWEEN_ROUNDS_S = 6 * 3600.0
"""What becomes old enough is days old: no hurry."""


class Compactor:
    """Goes through the feed in small steps, again and again. Many may run: each row goes once."""

    def __init__(self, rows: FeedRows) -> None:
        self._rows = rows

    async def run(self) -> None:
        """Until it is cancelled; what fails (no database) the runtime begins again."""
        while True:
            await self.compact_all(BETWEEN_BATCHES_S)
            await asyncio.sleep(BETWEEN_ROUNDS_S)

    async def compact_all(self, pause_s: float = 0, batch: int = BATCH_ROWS) -> int:
        """Once from the beginning to what is too young; how many rows went."""
        position: int | None = 0
        total = 0
        while position is not None:
            position, gone = await self._rows.compact(position, batch)
            total += gone
            await asyncio.sleep(pause_s)
        return total
