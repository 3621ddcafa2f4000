"""What a crash left half done, and what nobody will come back for."""

import asyncio
from datetime import timedelta

from indexer.application.ports import Corpus
from indexer.application.uploads import Uploads

REMOVAL_TIMEOUT_S = 30.0
"""Seconds that S3's event may take before a removal is asked for again; twice as many each further time, up
to 16 minutes: 7 more delete markers in the first hour that the graph is away, 4 in each later one."""
STAGING_TIMEOUT = timedelta(hours=6)
"""A staged revision that nobody has touched for so long will not be cut over: its event is in the dead-letter
queue. A replay stages it anew."""


class Sweeper:
    """Many may run: everything it asks for may be asked for twice."""

    def __init__(self, uploads: Uploads, corpus: Corpus) -> None:
        self._uploads = uploads
        self._corpus = corpus

    async def run(self, pause: float) -> None:
        """Until it is cancelled; what fails the runtime begins again."""
        while True:
            await self._uploads.finish_removals(REMOVAL_TIMEOUT_S)
            await self._corpus.sweep(STAGING_TIMEOUT)
            await asyncio.sleep(pause)
