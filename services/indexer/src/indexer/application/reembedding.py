"""Another embedding model: chunks get vectors beside the old ones, then readers change over at once."""

import asyncio
from contextlib import suppress

import structlog
from traclearn_corpus import VectorsMissing

from indexer.application.ports import Corpus, Embedding

log = structlog.get_logger()
BATCH_CHUNKS = 64
LOOK_EVERY_S = 60.0
"""Seconds between two looks for chunks without a vector: staged ones get theirs from their own handler."""


class Reembedding:
    """Runs beside the worker. Several may: a vector written twice is the same one."""

    def __init__(self, corpus: Corpus, embedding: Embedding) -> None:
        self._corpus = corpus
        self._embedding = embedding

    async def run(self) -> None:
        """Until it is cancelled; what fails (a graph that is away) the runtime begins again."""
        await self._corpus.open()
        while True:
            if await self._corpus.awaits_model():
                await self.reembed()
            await asyncio.sleep(LOOK_EVERY_S)

    async def reembed(self) -> int:
        """Embeds what is missing and switches; how many vectors that took. A crash costs one batch."""
        made = 0
        while True:
            while chunks := await self._corpus.missing_vectors(BATCH_CHUNKS):
                vectors = await self._embedding.embed([passage for _, passage in chunks])
                await self._corpus.put_vectors(dict(zip([id_ for id_, _ in chunks], vectors, strict=True)))
                made += len(chunks)
            with suppress(VectorsMissing):  # a document was cut over meanwhile: look again
                await self._corpus.switch_model()
                log.info("readers search the new model", count=made)
                return made
