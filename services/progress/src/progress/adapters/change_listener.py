"""Signals at once that the feed has new rows: PostgreSQL's NOTIFY, which comes with the commit."""

import asyncio
from contextlib import suppress
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

CHANNEL = "learning_changes"


class ChangeListener:
    """`run` listens on a connection of its own; `wait` returns with the next signal.

    Signals may be missed (a connection that breaks, a process that starts): whoever waits looks now and then.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._count = 0
        self._signalled = asyncio.Event()

    @property
    def count(self) -> int:
        """How many signals there were. Read it before looking, so that what comes meanwhile is not missed."""
        return self._count

    async def wait(self, count: int, seconds: float) -> None:
        """Returns when there were more signals than `count`, or after so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._count == count:
                    await self._signalled.wait()

    async def run(self) -> None:
        """Until it is cancelled. Raises ConnectionError when the connection ends: it is begun again."""
        ended = asyncio.Event()
        async with self._engine.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            await driver.add_listener(CHANNEL, self._signal)
            driver.add_termination_listener(lambda _: ended.set())
            self._signal()
            try:
                await ended.wait()
            finally:
                await connection.invalidate()
        raise ConnectionError("the connection that listens for changes ended")

    def _signal(self, *_: object) -> None:
        self._count += 1
        signalled, self._signalled = self._signalled, asyncio.Event()
        signalled.set()
