"""Objects come to the bucket and go from it; S3 tells of it twice, late and in any order."""

from uuid import UUID

import structlog
from traclearn_contracts.events import Event
from traclearn_contracts.models import ObjectCreated, ObjectDeleted
from traclearn_documents import Rejected
from traclearn_worker import Work

from indexer.application.dependency_guard import dependency_guard
from indexer.application.events import EventFactory
from indexer.application.indexing import Indexing, Progress
from indexer.application.ports import ObjectStore, Reader, Store
from indexer.application.removal import Removal
from indexer.domain.documents.identity import Source, document_id, parse_key
from indexer.domain.documents.material import Material
from indexer.domain.documents.status import DocumentStatus
from indexer.domain.errors import ObjectGone

log = structlog.get_logger()
NOT_IN_STORAGE = "The file is not in storage any more. Upload it again."


class ObjectEvents:
    """Handles S3's `Object Created` and `Object Deleted`. The key says which revision it is."""

    def __init__(
        self, object_store: ObjectStore, reader: Reader, indexing: Indexing, removal: Removal
    ) -> None:
        self._object_store = object_store
        self._reader = reader
        self._indexing = indexing
        self._removal = removal

    async def created(self, event: Event[ObjectCreated], work: Work[Store]) -> list[Event]:
        data = event.data
        status = await self._status(data, work)
        if status is None or status.settled:
            return []
        if status.outdated:
            return await self._indexing.supersede(status.source, work)
        async with dependency_guard(work, EventFactory(event, status.source)):
            try:
                material = await self._material(event, status.source, data, work)
            except Rejected as why:
                return await self._indexing.reject(event, status.source, why.reason, why.detail, work)
            except ObjectGone:
                return await self._indexing.reject(event, status.source, "failed", NOT_IN_STORAGE, work)
            return await self._indexing.make_teachable(event, status.source, material, work)

    async def deleted(self, event: Event[ObjectDeleted], work: Work[Store]) -> list[Event]:
        """Removes what the object taught, unless a later revision has taken its place."""
        key = event.data.object.key
        found = parse_key(key)
        if found is None:
            return _ignore_foreign(key)
        document, revision = found
        async with work.read() as store:
            status = await store.find_status(document, revision)
        # Never heard of: the tombstone must stand before the object's own event comes.
        name = f"content/{document}"
        source = status.source if status else Source(document, revision, "upload", name, "aws.s3")
        tombstone = max(revision, status.removed_revision) if status else revision
        return await self._removal.remove(event, source, tombstone, work)

    async def _status(self, data: ObjectCreated, work: Work[Store]) -> DocumentStatus | None:
        """What is known of the revision. One that nobody was granted (a restored bucket) is taken in."""
        found = parse_key(data.object.key)
        if found is None:
            _ignore_foreign(data.object.key)
            return None
        async with work.read() as store:
            status = await store.find_status(*found)
        return status or await self._ensure_ungranted(*found, data, work)

    async def _ensure_ungranted(
        self, document: UUID, revision: int, data: ObjectCreated, work: Work[Store]
    ) -> DocumentStatus | None:
        try:
            stored = await self._object_store.read_metadata(data.object.key, data.object.version_id)
        except ObjectGone:
            return None
        if document_id("upload", stored.name) != document:
            _ignore_foreign(data.object.key)
            return None
        source = Source(
            document_id("upload", stored.name),
            revision,
            "upload",
            stored.name,
            stored.owner or "aws.s3",
            type=stored.type,
        )
        async with work.checkpoint() as store:  # its way is told of the revision's row from here on
            return await store.ensure_revision(source)

    async def _material(
        self, event: Event, source: Source, data: ObjectCreated, work: Work[Store]
    ) -> Material:
        await Progress(event, source, work).report("reading")
        async with self._object_store.fetch(data.object.key, data.object.version_id) as (path, object_):
            async with work.checkpoint() as store:  # even of a file that cannot be read
                facts = {
                    "size": object_.size,
                    "sha256": object_.sha256,
                    "object_version": object_.version,
                }
                await store.save_file_facts(source, **facts)
            content = await self._reader.read(path, source.name, object_.type)
        return await self._indexing.chunk_document(source, content)


def _ignore_foreign(key: str) -> list[Event]:
    log.warning("an object that is no document", key=key)
    return []
