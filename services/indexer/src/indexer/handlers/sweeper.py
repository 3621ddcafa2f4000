"""What a crash left half done, and what nobody will come back for."""

import asyncio
from datetime import timedelta
from typing import Protocol

from indexer.handlers.library import Library

REMOVAL_PATIENCE = 30.0
"""Seconds that S3's event may take before a removal is asked for again; twice as many each further time, up
to 16 minutes: 7 more delete markers in the first hour that the graph is away, 4 in each later one."""
STAGING_PATIENCE = timedelta(hours=6)
"""A staged revision that nobody has touched for so long will not be cut over: its event is in the dead-letter
queue. A replay stages it anew."""


class Attic(Protocol):
    """Where stagings lie."""

    async def sweep(self, older_than: timedelta) -> None: ...


class Sweeper:
    """Many may run: everything it asks for may be asked for twice."""

    def __init__(self, library: Library, attic: Attic) -> None:
        self._library = library
        self._attic = attic

    async def run(self, pause: float) -> None:
        """Until it is cancelled; what fails the runtime begins again."""
        while True:
            await self._library.finish_removals(REMOVAL_PATIENCE)
            await self._attic.sweep(STAGING_PATIENCE)
            await asyncio.sleep(pause)
