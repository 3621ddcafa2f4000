"""The change feed: a reader waits for what comes behind its cursor."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, Protocol
from uuid import UUID

POLL = 0.2
"""Seconds between two looks: one indexed query each, and there is one reader (the leader of Trac's sync)."""

Json = dict[str, Any]


class Source(Protocol):
    async def epoch(self) -> UUID: ...

    async def changes(self, after: int, limit: int) -> list[Json]: ...


class Feed:
    """Answers at once when there is something, and otherwise as soon as there is, or after the wait."""

    def __init__(self, source: Source, clock: Callable[[], float] = time.monotonic) -> None:
        self._source = source
        self._clock = clock

    async def read(
        self, after: int, epoch: UUID | None, wait: float, limit: int, *, gone: Callable[[], Awaitable[bool]]
    ) -> Json:
        """`wait` in seconds.

        A caller of another epoch (a database was restored) gets the feed from its beginning, without waiting.
        """
        now = await self._source.epoch()
        if epoch not in (None, now):
            after, wait = 0, 0
        until = self._clock() + wait
        changes = await self._source.changes(after, limit)
        while not changes and self._clock() < until and not await gone():
            await asyncio.sleep(POLL)
            changes = await self._source.changes(after, limit)
        cursor = changes[-1]["id"] if changes else after
        return {"epoch": str(now), "cursor": cursor, "changes": changes}
