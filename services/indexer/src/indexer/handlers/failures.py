"""A revision that failed by our own fault says so: its author need not wonder, an operator can replay it."""

from uuid import UUID

from traclearn_contracts.events import Event
from traclearn_contracts.models import ObjectCreated, WikiPageChangedV1
from traclearn_worker import Work

from indexer.domain.errors import Rejected
from indexer.domain.identity import document_id, parse_key
from indexer.handlers.indexing import Indexing, Stores


class Failures:
    """The runtime's `failed` hook: runs in the transaction that gives an event up."""

    def __init__(self, stores: Stores, indexing: Indexing) -> None:
        self._stores = stores
        self._indexing = indexing

    async def failed(self, event: Event, reason: str, work: Work) -> list[Event]:
        """What is removed and failed stays `removing`: the sweeper asks again."""
        where = _where(event)
        if where is None:
            return []
        standing = await self._stores(await work.write()).standing(*where)
        if standing is None or standing.settled or standing.outdated:
            return []
        detail = f"Something went wrong on our side ({reason}). Ask an operator to replay it."
        return await self._indexing.reject(event, standing.source, Rejected("failed", detail), work)


def _where(event: Event) -> tuple[UUID, int] | None:
    if isinstance(event.data, ObjectCreated):
        return parse_key(event.data.object.key)
    if isinstance(event.data, WikiPageChangedV1) and not event.data.deleted:
        return document_id("wiki", event.data.page), event.data.revision
    return None
