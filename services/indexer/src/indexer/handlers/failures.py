"""A revision that failed by our own fault says so: its author need not wonder, an operator can replay it."""

from traclearn_contracts.events import TRAC, Event
from traclearn_contracts.models import ObjectCreated, WikiPageChangedV1
from traclearn_worker import Work

from indexer.application.indexing import Indexing
from indexer.application.ports import Store
from indexer.domain.documents.identity import parse_key
from indexer.domain.documents.status import DocumentStatus
from indexer.handlers.pages import source_of

FAILED = "Something went wrong on our side. Ask an operator to replay it"
NOT_REMOVED = (
    "The page could not be taken away, and may still be found: something went wrong on our side. "
    "Ask an operator to replay its removal"
)


class Failures:
    """The runtime's `failed` hook: runs in the transaction that gives an event up."""

    def __init__(self, indexing: Indexing) -> None:
        self._indexing = indexing

    async def failed(self, event: Event, reason: str, work: Work[Store]) -> list[Event]:
        """An upload's removal stays `removing`: the sweeper asks again. A page's is told: nobody does."""
        removal = isinstance(event.data, WikiPageChangedV1) and event.data.deleted
        status = await _status(event, await work.write())
        if status is None or status.settled:
            return []
        if status.outdated and not removal:  # a removal's own tombstone makes it look outdated
            return []
        detail = f"{NOT_REMOVED if removal else FAILED} ({reason})."
        return await self._indexing.reject(event, status.source, "failed", detail, work)


async def _status(event: Event, store: Store) -> DocumentStatus | None:
    """Of the revision that the event is about. A page's may have failed before it was taken in."""
    if isinstance(event.data, ObjectCreated):
        found = parse_key(event.data.object.key)
        return await store.find_status(*found) if found else None
    if isinstance(event.data, WikiPageChangedV1) and event.source == TRAC:
        return await store.ensure_revision(source_of(event, event.data))
    return None
