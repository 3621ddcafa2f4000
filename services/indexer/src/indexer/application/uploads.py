"""What authors do with uploads: ask for them, take them away, bring them back."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from traclearn_corpus import GraphError

from indexer.application.ports import Corpus, ObjectStore, Store, Transactions
from indexer.domain.documents.identity import Source, document_id, key_of
from indexer.domain.documents.upload import UploadAnswer, UploadRequest, refusal_of
from indexer.domain.errors import Conflict, NotFound, ObjectGone

RECIPE_TIMEOUT_S = 2.0
"""Seconds for the graph: an author waits for a grant, which does not need it."""
DEFAULT_TYPE = "application/octet-stream"
ANOTHERS_MATERIAL = (
    "Another author's material in {} has this name. Rename the file, or replace it on its own page."
)


class Uploads:
    """Everything here may be asked again.

    `request_uploads` counts a revision up each time, `restore` until it came.
    """

    def __init__(self, transactions: Transactions, object_store: ObjectStore, corpus: Corpus) -> None:
        self._transactions = transactions
        self._object_store = object_store
        self._corpus = corpus
        self._grant_lifetime = timedelta(seconds=object_store.grant_seconds)

    async def request_uploads(self, requests: Sequence[UploadRequest], owner: str) -> list[UploadAnswer]:
        """One answer a file, in order; one that is refused holds up no other."""
        recipe = await self._recipe()
        return [await self._request_upload(file, owner, recipe) for file in requests]

    async def remove(self, document: UUID) -> None:
        """Begins the removal, which S3's own event completes. Raises NotFound, Conflict."""
        async with self._transactions() as store:
            source = await self._find_upload(store, document)
            newest = await store.find_status(document, source.revision)
            if newest is not None and newest.outdated:  # what is granted may still come: it goes, too
                return
            tombstone = await store.append_revision(source.origin, source.name, source.owner, None)
            await store.mark_removed(document, tombstone.revision, None)
        await self._object_store.hide(key_of(document, source.revision))

    async def restore(self, document: UUID) -> None:
        """The newest bytes that came, as a new revision. Raises NotFound, Conflict."""
        async with self._transactions() as store:
            source = await self._find_upload(store, document)
            original = await store.find_original(document)
            if not await store.is_removed(document):
                raise Conflict("This document is not removed.")
            if original is None:
                raise Conflict("Nothing of this document ever came to storage. Upload it again.")
            new = await store.append_revision(source.origin, source.name, source.owner, None)
        revision, version = original
        try:
            await self._object_store.copy(key_of(document, revision), version, key_of(document, new.revision))
        except ObjectGone as error:
            raise Conflict("The original is not in storage any more. Upload it again.") from error

    async def index_again(self) -> list[Source]:
        """All that readers should find, once more as new revisions: for after the graph was lost. S3's events
        do the rest. Asked twice it is indexed twice, to the same end. The documents whose bytes are gone from
        the bucket are left out."""
        async with self._transactions() as store:
            live = await store.find_live_uploads()
        return [source for source, version in live if await self._copy_again(source, version)]

    async def _copy_again(self, source: Source, version: str) -> bool:
        async with self._transactions() as store:
            new = await store.append_revision(source.origin, source.name, source.owner, None)
        try:
            key = key_of(source.document, source.revision)
            await self._object_store.copy(key, version, key_of(source.document, new.revision))
        except ObjectGone:
            return False
        return True

    async def finish_removals(self, seconds: float) -> int:
        """Asks again for removals begun so long ago and not completed: a crash, or the graph is away.

        Each time is one more delete marker and event in S3, so the pauses grow:
        see `Store.claim_overdue_removals`.
        """
        async with self._transactions() as store:
            overdue = await store.claim_overdue_removals(seconds)
        for document, revision in overdue:
            await self._object_store.hide(key_of(document, revision))
        return len(overdue)

    async def _request_upload(self, file: UploadRequest, owner: str, recipe: str) -> UploadAnswer:
        if refusal := refusal_of(file):
            return UploadAnswer(file.name, "refused", reason=refusal)
        async with self._transactions() as store:
            name = (
                file.name if file.document is None else (await self._find_upload(store, file.document)).name
            )
            known = await store.find_newest(document_id("upload", name))
            if known and (answer := await self._answer_without_upload(store, known, file, owner, recipe)):
                return answer
            source = await store.append_revision("upload", name, owner, file.subject)
            if file.type:
                await store.save_file_facts(source, type=file.type)
        key, type_ = key_of(source.document, source.revision), file.type or DEFAULT_TYPE
        post = await self._object_store.grant(key, file.size, type_, name, owner)
        expires = datetime.now(UTC) + self._grant_lifetime
        return UploadAnswer(
            name, "granted", source.document, source.revision, None, post.url, post.fields, expires
        )

    async def _answer_without_upload(
        self, store: Store, known: Source, file: UploadRequest, owner: str, recipe: str
    ) -> UploadAnswer | None:
        """Why nothing of a known document is to be uploaded: it is another author's, or here already."""
        if file.document is None and await self._is_anothers(store, known, file, owner):
            return UploadAnswer(
                known.name, "refused", known.document, reason=ANOTHERS_MATERIAL.format(known.subject)
            )
        if file.sha256 and file.subject in {None, known.subject}:
            same = await store.find_unchanged(known.document, file.sha256, recipe)
            return None if same is None else UploadAnswer(known.name, "unchanged", known.document, same)
        return None

    async def _recipe(self) -> str:
        """Empty while the graph is away: then nothing is unchanged, which costs a second reading."""
        try:
            async with asyncio.timeout(RECIPE_TIMEOUT_S):
                return await self._corpus.recipe()
        except (GraphError, TimeoutError):
            return ""

    async def _is_anothers(self, store: Store, known: Source, file: UploadRequest, owner: str) -> bool:
        """Whether two authors of two subjects happened upon the same name."""
        theirs = known.owner != owner and known.subject not in {None, file.subject}
        return theirs and not await store.is_removed(known.document)

    async def _find_upload(self, store: Store, document: UUID) -> Source:
        source = await store.find_newest(document)
        if source is None:
            raise NotFound("There is no such document.")
        if source.origin == "wiki":
            raise Conflict("This is a wiki page: mark it or unmark it as material in Trac.")
        return source
