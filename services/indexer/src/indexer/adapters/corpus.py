"""The corpus in Neo4j, as handlers and authors need it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

import structlog
from traclearn_corpus import Chunk, Graph, Meta, corpus, writing
from traclearn_corpus.reading import live_chunks
from traclearn_corpus.writing import CutOver, Receipt, Staged

from indexer.domain.documents.material import RECIPE, Material

log = structlog.get_logger()


class Neo4jCorpus:
    """Speaks for one embedding model."""

    def __init__(self, connection: Graph, model: str, dimension: int) -> None:
        self.graph = connection
        self._model = model
        self._dimension = dimension
        self._opening = asyncio.Lock()
        self._opened = False

    async def open(self) -> None:
        """Constraints and indexes, and the model's place in the corpus; once in a process."""
        async with self._opening:
            if not self._opened:
                await writing.prepare(self.graph)
                await writing.adopt(self.graph, self._model, self._dimension)
                self._opened = True

    async def live_chunks(self, document: UUID) -> list[Chunk]:
        return await live_chunks(self.graph, document)

    async def stage(self, material: Material) -> Staged:
        await self.open()
        facts = {"links": [asdict(link) for link in material.links], "front": material.front}
        meta = Meta(
            name=material.name,
            title=material.title,
            origin=material.origin,
            subject=material.subject,
            facts=facts,
        )
        return await writing.stage(self.graph, material.document, material.revision, meta, material.chunks)

    async def put_vectors(self, vectors: Mapping[str, Sequence[float]]) -> None:
        await writing.put_vectors(self.graph, self._model, vectors)

    async def cut_over(self, document: UUID, revision: int) -> CutOver:
        return await writing.cut_over(self.graph, document, revision)

    async def remove(self, document: UUID, revision: int) -> Receipt:
        await self.open()
        return await writing.remove(self.graph, document, revision)

    async def searched_model(self) -> str:
        """Whose vectors readers search: another one than this process's while a change is under way."""
        return (await corpus(self.graph)).model

    async def recipe(self) -> str:
        """Changes when the same bytes would make other chunks, or are not here any more: the graph is new."""
        await self.open()
        return f"{RECIPE}/{(await corpus(self.graph)).born}"

    async def sweep(self, older_than: timedelta) -> None:
        swept = await writing.sweep(self.graph, older_than)
        if swept.revisions:
            log.info("abandoned stagings swept", count=swept.revisions)

    async def awaits_model(self) -> bool:
        return (await corpus(self.graph)).next == self._model

    async def missing_vectors(self, limit: int) -> list[tuple[str, str]]:
        return await writing.missing(self.graph, self._model, limit)

    async def switch_model(self) -> None:
        await writing.switch(self.graph, self._model)
        await writing.retire(self.graph)
