"""A document goes: nothing of it is found any more, and what still comes of it is too late."""

from traclearn_contracts.events import Event
from traclearn_worker import Work, chaos

from indexer.domain.identity import Source
from indexer.handlers.indexing import Stores
from indexer.handlers.patience import patient
from indexer.handlers.ports import Corpus
from indexer.handlers.telling import Teller


class Removal:
    """Sets the tombstone in the graph and in the database."""

    def __init__(self, stores: Stores, corpus: Corpus) -> None:
        self._stores = stores
        self._corpus = corpus

    async def remove(self, event: Event, source: Source, tombstone: int, work: Work) -> list[Event]:
        """Takes away all revisions up to `tombstone`. A greater one stays, and nothing is told."""
        teller = Teller(event, source)
        async with patient(work, teller):
            receipt = await self._corpus.remove(source.document, tombstone)
        chaos.point("removed")
        store = self._stores(await work.write())
        await store.adopt(source)
        counts = {"chunks": receipt.chunks, "edges": receipt.edges, "concepts": receipt.concepts}
        await store.remove(source.document, tombstone, counts)
        if receipt.superseded:
            return []
        await store.changed(*receipt.subjects)
        return [teller.removed(tombstone, **counts, generation=receipt.generation)]
