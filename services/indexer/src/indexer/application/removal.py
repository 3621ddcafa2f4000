"""A document goes: nothing of it is found any more, and what still comes of it is too late."""

from traclearn_contracts.events import Event
from traclearn_corpus.writing import Receipt
from traclearn_worker import Work, chaos

from indexer.application.dependency_guard import REMOVING, dependency_guard
from indexer.application.events import EventFactory
from indexer.application.ports import Corpus, Store
from indexer.domain.documents.identity import Source


class Removal:
    """Sets the tombstone in the graph and in the database."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    async def remove(self, event: Event, source: Source, tombstone: int, work: Work[Store]) -> list[Event]:
        """Takes away all revisions up to `tombstone`. A greater one stays, and nothing is told."""
        await self._begin(source, tombstone, work)
        events = EventFactory(event, source)
        async with dependency_guard(work, events, needs=REMOVING, reported=False):
            receipt = await self._corpus.remove(source.document, tombstone)
        chaos.point("removed")
        first = await self._end(source, tombstone, receipt, work)
        if receipt.superseded or not first:
            return []
        return [events.removed(tombstone, **_counts(receipt), generation=receipt.generation)]

    async def _begin(self, source: Source, tombstone: int, work: Work[Store]) -> None:
        """What fails from here on has a row that says so, and what is on its way comes too late already."""
        async with work.checkpoint() as store:  # before the graph is asked, which may be away
            await store.ensure_revision(source)
            await store.mark_removed(source.document, tombstone, None)

    async def _end(self, source: Source, tombstone: int, receipt: Receipt, work: Work[Store]) -> bool:
        """Whether nobody did so before: S3 tells twice and the sweeper asks again, each a cause of its own.

        The same cause comes back only if this was not committed, and then it is the first again.
        """
        store = await work.write()
        await store.ensure_revision(
            source
        )  # locks the document: the later of two sees what the earlier wrote
        first = await store.mark_removed(source.document, tombstone, _counts(receipt))
        if first and not receipt.superseded:
            await store.mark_concepts_stale(*receipt.subjects)
        return first


def _counts(receipt: Receipt) -> dict[str, int]:
    return {"chunks": receipt.chunks, "edges": receipt.edges, "concepts": receipt.concepts}
