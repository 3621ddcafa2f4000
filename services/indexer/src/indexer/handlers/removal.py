"""A document goes: nothing of it is found any more, and what still comes of it is too late."""

from traclearn_contracts.events import Event
from traclearn_corpus.writing import Receipt
from traclearn_worker import Work, chaos

from indexer.domain.documents.identity import Source
from indexer.handlers.patience import REMOVING, patient
from indexer.handlers.ports import Corpus
from indexer.handlers.store import Store
from indexer.handlers.telling import Teller


class Removal:
    """Sets the tombstone in the graph and in the database."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    async def remove(self, event: Event, source: Source, tombstone: int, work: Work[Store]) -> list[Event]:
        """Takes away all revisions up to `tombstone`. A greater one stays, and nothing is told."""
        await self._begin(source, tombstone, work)
        teller = Teller(event, source)
        async with patient(work, teller, needs=REMOVING, reported=False):
            receipt = await self._corpus.remove(source.document, tombstone)
        chaos.point("removed")
        first = await self._end(source, tombstone, receipt, work)
        if receipt.superseded or not first:
            return []
        return [teller.removed(tombstone, **_counts(receipt), generation=receipt.generation)]

    async def _begin(self, source: Source, tombstone: int, work: Work[Store]) -> None:
        """What fails from here on has a row that says so, and what is on its way comes too late already."""
        async with work.checkpoint() as store:  # before the graph is asked, which may be away
            await store.adopt(source)
            await store.remove(source.document, tombstone, None)

    async def _end(self, source: Source, tombstone: int, receipt: Receipt, work: Work[Store]) -> bool:
        """Whether nobody did so before: S3 tells twice and the sweeper asks again, each a cause of its own.

        The same cause comes back only if this was not committed, and then it is the first again.
        """
        store = await work.write()
        await store.adopt(source)  # locks the document: the later of two sees what the earlier wrote
        first = await store.remove(source.document, tombstone, _counts(receipt))
        if first and not receipt.superseded:
            await store.changed(*receipt.subjects)
        return first


def _counts(receipt: Receipt) -> dict[str, int]:
    return {"chunks": receipt.chunks, "edges": receipt.edges, "concepts": receipt.concepts}
