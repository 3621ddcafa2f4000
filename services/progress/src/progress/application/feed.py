"""The change feed: a reader waits for what comes behind its cursor."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from progress.application.ports import ChangeSignal, FeedSource

POLL_INTERVAL_S = 2.0
"""Between two looks without a signal: what is missed then is the exception."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cursor:
    """Who reads, and the last row that it has, of which epoch (None: it has none yet)."""

    reader: str
    after: int
    epoch: UUID | None


class ChangeFeed:
    """Answers at once when there is something, and otherwise as soon as there is, or after the wait."""

    def __init__(
        self, source: FeedSource, signal: ChangeSignal, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._source = source
        self._signal = signal
        self._clock = clock

    async def read(
        self, cursor: Cursor, wait: float, limit: int, *, is_gone: Callable[[], Awaitable[bool]]
    ) -> Json:
        """`wait` in seconds. What is behind the cursor stays in the feed until its reader asks for less.

        A caller of another epoch (a database was restored) gets the feed from its beginning, without waiting.
        """
        now, after = await self._source.epoch(), cursor.after
        if cursor.epoch not in (None, now):
            after, wait = 0, 0
        await self._source.claim(cursor.reader, after)
        until = self._clock() + wait
        count = self._signal.count
        changes = await self._source.changes(after, limit)
        while not changes and self._clock() < until and not await is_gone():
            await self._signal.wait(count, min(POLL_INTERVAL_S, until - self._clock()))
            count = self._signal.count
            changes = await self._source.changes(after, limit)
        last = changes[-1]["id"] if changes else after
        return {"epoch": str(now), "cursor": last, "changes": changes}
