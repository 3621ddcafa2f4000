"""Events beside which the process ended again and again, one at a time: the next end tells which it was.

All that a killed process held comes back at the same moment. What is slow would be at work beside what kills
each time, and count as many ends.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

SUSPECT_CRASHES = 3
"""Ends beside an event after which it is tried alone."""
SUSPECT_PAUSE_S = 1.0
"""Seconds before it begins, in which the others that came back with it are released."""


class Quarantine:
    """Of one process. Events that nobody suspects know nothing of it."""

    def __init__(self) -> None:
        self._place = asyncio.Lock()

    @asynccontextmanager
    async def admit(self, crashes: int) -> AsyncIterator[bool]:
        """Whether an event with so many crashes may be tried now; if not, it comes again later."""
        if crashes < SUSPECT_CRASHES:
            yield True
        elif self._place.locked():
            yield False
        else:
            async with self._place:
                await asyncio.sleep(SUSPECT_PAUSE_S)
                yield True
