"""Another embedding model: chunks get vectors beside the old ones, then readers change over at once."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Protocol

import structlog
from traclearn_corpus import VectorsMissing

from indexer.handlers.ports import Embedding

log = structlog.get_logger()
BATCH = 64
LOOK_EVERY = 60.0
"""Seconds between two looks for chunks without a vector: staged ones get theirs from their own handler."""


class Models(Protocol):
    """The corpus, as far as a change of models goes."""

    async def open(self) -> None: ...

    async def changing(self) -> bool:
        """Whether the corpus waits for this process's model."""

    async def missing(self, limit: int) -> list[tuple[str, str]]:
        """(chunk id, passage) of chunks without a vector of this process's model."""

    async def put(self, vectors: Mapping[str, Sequence[float]]) -> None: ...

    async def switch(self) -> None:
        """Readers search the new vectors from now on; the old ones go."""


class Renewal:
    """Runs beside the worker. Several may: a vector written twice is the same one."""

    def __init__(self, models: Models, embedding: Embedding) -> None:
        self._models = models
        self._embedding = embedding

    async def run(self) -> None:
        """Until it is cancelled; what fails (a graph that is away) the runtime begins again."""
        await self._models.open()
        while True:
            if await self._models.changing():
                await self.renew()
            await asyncio.sleep(LOOK_EVERY)

    async def renew(self) -> int:
        """Embeds what is missing and switches; how many vectors that took. A crash costs one batch."""
        made = 0
        while True:
            while chunks := await self._models.missing(BATCH):
                vectors = await self._embedding.embed([passage for _, passage in chunks])
                await self._models.put(dict(zip([id_ for id_, _ in chunks], vectors, strict=True)))
                made += len(chunks)
            with suppress(VectorsMissing):  # a document was cut over meanwhile: look again
                await self._models.switch()
                log.info("readers search the new model", count=made)
                return made
