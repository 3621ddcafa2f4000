"""Wiki pages that are material change, and stop being material."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from traclearn_contracts.events import Event
from traclearn_contracts.models import WikiPageChangedV1
from traclearn_documents import Rejected
from traclearn_worker import Work

from indexer.application.dependency_guard import dependency_guard
from indexer.application.events import EventFactory
from indexer.application.indexing import Indexing, Progress
from indexer.application.ports import Reader, Store
from indexer.application.removal import Removal
from indexer.domain.documents.identity import Source, document_id

TYPE = "text/x-trac-wiki"


class Pages:
    """Handles WikiPageChanged.v1. Trac counts the revisions; they go on when a page is made anew."""

    def __init__(self, reader: Reader, indexing: Indexing, removal: Removal) -> None:
        self._reader = reader
        self._indexing = indexing
        self._removal = removal

    async def handle(self, event: Event[WikiPageChangedV1], work: Work[Store]) -> list[Event]:
        page = event.data
        source = source_of(event, page)
        if page.deleted:
            return await self._removal.remove(event, source, page.revision, work)
        async with work.checkpoint() as store:  # its way is told of the revision's row from here on
            status = await store.ensure_revision(source)
        if status.settled:
            return []
        if status.outdated:
            return await self._indexing.supersede(source, work)
        async with dependency_guard(work, EventFactory(event, source)):
            return await self._index(event, source, page, work)

    async def _index(
        self, event: Event, source: Source, page: WikiPageChangedV1, work: Work[Store]
    ) -> list[Event]:
        try:
            if page.text is None:
                raise _too_large(page.size)
            await Progress(event, source, work).report("reading")
            with TemporaryDirectory(prefix="traclearn-") as folder:
                path = Path(folder, "page")
                await asyncio.to_thread(path.write_text, page.text, encoding="utf-8")
                content = await self._reader.read(path, page.page, TYPE)
            material = await self._indexing.chunk_document(source, content)
        except Rejected as why:
            return await self._indexing.reject(event, source, why.reason, why.detail, work)
        return await self._indexing.make_teachable(event, source, material, work)


def source_of(event: Event, page: WikiPageChangedV1) -> Source:
    """The revision that Trac tells of. Its author is who acted, or who marked the page."""
    return Source(
        document=document_id("wiki", page.page),
        revision=page.revision,
        origin="wiki",
        name=page.page,
        owner=event.metadata.learner,
        subject=page.subject,
        type=TYPE,
    )


def _too_large(size: int) -> Rejected:
    return Rejected(
        "too_large",
        f"The page has {size:,} bytes, which is more than one event holds. Split it into several pages.",
    )
