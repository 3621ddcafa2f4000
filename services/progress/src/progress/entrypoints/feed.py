"""The change feed: a reader waits for what comes behind its cursor."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

LOOK = 2.0
"""Seconds between two looks without news: what is missed then is the exception."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cursor:
    """Who reads, and the last row that it has, of which epoch (None: it has none yet)."""

    reader: str
    after: int
    epoch: UUID | None


class Source(Protocol):
    async def epoch(self) -> UUID: ...

    async def claim(self, reader: str, cursor: int) -> None: ...

    async def changes(self, after: int, limit: int) -> list[Json]: ...


class News(Protocol):
    @property
    def count(self) -> int: ...

    async def wait(self, count: int, seconds: float) -> None: ...


class Feed:
    """Answers at once when there is something, and otherwise as soon as there is, or after the wait."""

    def __init__(self, source: Source, news: News, clock: Callable[[], float] = time.monotonic) -> None:
        self._source = source
        self._news = news
        self._clock = clock

    async def read(
        self, cursor: Cursor, wait: float, limit: int, *, gone: Callable[[], Awaitable[bool]]
    ) -> Json:
        """`wait` in seconds. What is behind the cursor stays in the feed until its reader asks for less.

        A caller of another epoch (a database was restored) gets the feed from its beginning, without waiting.
        """
        now, after = await self._source.epoch(), cursor.after
        if cursor.epoch not in (None, now):
            after, wait = 0, 0
        await self._source.claim(cursor.reader, after)
        until = self._clock() + wait
        count = self._news.count
        changes = await self._source.changes(after, limit)
        while not changes and self._clock() < until and not await gone():
            await self._news.wait(count, min(LOOK, until - self._clock()))
            count = self._news.count
            changes = await self._source.changes(after, limit)
        last = changes[-1]["id"] if changes else after
        return {"epoch": str(now), "cursor": last, "changes": changes}
