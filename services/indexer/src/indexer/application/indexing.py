"""One revision's way from blocks to teachable: cut, staged beside the live one, embedded, cut over, told."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import asdict

import structlog
from traclearn_contracts.events import Event
from traclearn_corpus import Chunk
from traclearn_corpus.writing import CutOver
from traclearn_documents import Document, Rejected
from traclearn_worker import Busy, Work, chaos

from indexer.application.events import MAX_DETAIL_CHARS, EventFactory, Phase
from indexer.application.ports import Corpus, Embedding, Store
from indexer.domain.chunking.chunker import chunk_document
from indexer.domain.documents.identity import Source, subject_of
from indexer.domain.documents.material import Material
from indexer.domain.documents.revision import FailureReason

log = structlog.get_logger()

BATCH_CHUNKS = 64
"""Passages embedded between two writes: half a second of work that a crash can cost."""
BATCH_TOKENS = BATCH_CHUNKS * 256
"""Of a hosted model's large passages fewer go together: what a limit that is reached can cost."""
REPORT_EVERY_S = 3.0
"""Seconds between two words about how far a revision has come."""
MAX_EMBEDDING_S = 25.0
"""Seconds of embedding in one delivery. What is not done by then goes on in the next, where this one ended:
another document's turn comes between."""
EMBED_UNTIL_S = 75.0
"""Seconds after which a delivery embeds no more, however long reading took: a handler may take 90."""


class Indexing:
    """Makes revisions teachable; uploads and wiki pages come here once they are read."""

    def __init__(self, corpus: Corpus, embedding: Embedding) -> None:
        self._corpus = corpus
        self._embedding = embedding

    async def chunk_document(self, source: Source, content: Document) -> Material:
        """Blocks into chunks. Raises Rejected for a document without any."""
        before = await self._corpus.live_chunks(source.document)
        count, limit = self._embedding.count, self._embedding.limit
        chunks, dropped = await asyncio.to_thread(
            chunk_document, source.document, content, count, limit, before
        )
        if not chunks:
            raise Rejected(
                "no_text", "There is no text to learn from in this document. Check that it is the right one."
            )
        return Material(
            document=source.document,
            revision=source.revision,
            name=source.name,
            origin=source.origin,
            title=content.title,
            subject=subject_of(source.name, content.front.get("subject"), source.subject),
            type=content.type,
            chunks=tuple(chunks),
            dropped=(*content.dropped, *dropped),
            pages=content.pages,
            links=content.links,
            front=content.front,
        )

    async def make_teachable(
        self, event: Event, source: Source, material: Material, work: Work[Store]
    ) -> list[Event]:
        """Crashing anywhere, it goes on there. A later revision, or the removal, wins whenever it came."""
        staged = await self._corpus.stage(material)
        chaos.point("staged")
        if staged.state == "superseded":
            return await self.supersede(source, work)
        if staged.model != self._embedding.model:
            raise Busy(f"the corpus wants vectors of {staged.model}, which another process makes")
        by_id = {chunk.id: chunk for chunk in material.chunks}
        progress = Progress(event, source, work, len(by_id))
        await self._embed([by_id[id_] for id_ in staged.missing], progress, work)
        chaos.point("embedded")
        cut = await self._corpus.cut_over(source.document, source.revision)
        chaos.point("cut_over")
        if cut.superseded:
            return await self.supersede(source, work)
        return await self._publish_indexed(event, source, material, cut, work)

    async def reject(
        self, event: Event, source: Source, reason: FailureReason, detail: str, work: Work[Store]
    ) -> list[Event]:
        """An earlier revision that is teachable stays so. The log's lines are counted by their reasons."""
        log.warning("document rejected", reason=reason)
        store = await work.write()
        await store.save_outcome(source, "rejected", reason=reason, detail=detail[:MAX_DETAIL_CHARS])
        return [EventFactory(event, source).rejected(reason, detail)]

    async def _embed(self, chunks: Sequence[Chunk], progress: "Progress", work: Work[Store]) -> None:
        end = min(work.elapsed + MAX_EMBEDDING_S, EMBED_UNTIL_S)
        left = len(chunks)
        for batch in batches(chunks):
            if left < len(chunks) and work.elapsed > end:
                raise Busy("goes on in the next delivery", delay=0)
            await progress.report("embedding", left=left)
            vectors = await self._embedding.embed([chunk.passage for chunk in batch])
            await self._corpus.put_vectors(dict(zip([chunk.id for chunk in batch], vectors, strict=True)))
            chaos.point("vectors_put")
            left -= len(batch)

    async def supersede(self, source: Source, work: Work[Store]) -> list[Event]:
        """A later revision, or the removal, is what readers find."""
        store = await work.write()
        await store.save_outcome(source, "superseded")
        return []

    async def _publish_indexed(
        self, event: Event, source: Source, material: Material, cut: CutOver, work: Work[Store]
    ) -> list[Event]:
        model, recipe = await self._corpus.searched_model(), await self._corpus.recipe()
        store = await work.write()
        facts = {
            "title": material.title,
            "subject": material.subject,
            "type": material.type,
            "pages": material.pages,
            "chunks": cut.chunks,
            "embedded": cut.embedded,
        }
        dropped = [asdict(each) for each in material.dropped]
        more = {"dropped": dropped, "recipe": recipe, "done": cut.chunks, "total": cut.chunks}
        await store.save_outcome(source, "ready", **facts, **more)
        await store.mark_concepts_stale(material.subject, *cut.subjects)
        indexed = EventFactory(event, source).indexed(
            **facts, dropped=len(dropped), generation=cut.generation, model=model
        )
        return [indexed]


def batches(chunks: Sequence[Chunk]) -> Iterator[list[Chunk]]:
    """What is embedded, paid and written together: BATCH chunks, or fewer large ones."""
    batch: list[Chunk] = []
    tokens = 0
    for chunk in chunks:
        if batch and (len(batch) == BATCH_CHUNKS or tokens + chunk.tokens > BATCH_TOKENS):
            yield batch
            batch, tokens = [], 0
        batch.append(chunk)
        tokens += chunk.tokens
    if batch:
        yield batch


class Progress:
    """Tells how far one revision has come: not more often than people can see."""

    def __init__(self, event: Event, source: Source, work: Work[Store], total: int = 0) -> None:
        self._events = EventFactory(event, source)
        self._source = source
        self._work = work
        self._total = total
        self._reported_at = float("-inf")

    async def report(self, phase: Phase, left: int = 0) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._reported_at < REPORT_EVERY_S:
            return
        self._reported_at = now
        done = self._total - left
        async with self._work.checkpoint() as store:  # people look on while it goes on
            await store.save_progress(self._source, phase, done, self._total)
        await self._work.announce([self._events.progressed(phase, done, self._total)])
