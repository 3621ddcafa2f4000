"""What authors do with uploads: bring them, take them away, bring them back."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, Protocol
from uuid import UUID

from indexer.domain.errors import Conflict, NotFound, ObjectGone
from indexer.domain.identity import Source, document_id, key_of
from indexer.domain.material import RECIPE
from indexer.domain.revision import MAX_BYTES, too_large
from indexer.handlers.store import Store

Transactions = Callable[[], AbstractAsyncContextManager[Store]]
ANY_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class File:
    """What an author wants to bring. `document` is the one to replace; without it the name says which."""

    name: str
    size: int
    type: str | None = None
    sha256: str | None = None
    subject: str | None = None
    document: UUID | None = None


class Post(Protocol):
    """Where a browser posts the file, and the fields before it."""

    @property
    def url(self) -> str: ...
    @property
    def fields(self) -> Mapping[str, str]: ...


class Vault(Protocol):
    """The bucket, as far as authors reach it."""

    grant_seconds: int

    async def grant(self, key: str, size: int, type_: str, name: str, owner: str) -> Post: ...

    async def hide(self, key: str) -> None: ...

    async def copy(self, key: str, version: str, to: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Granted:
    """The answer to one File."""

    name: str
    state: Literal["granted", "unchanged", "refused"]
    document: UUID | None = None
    revision: int | None = None
    reason: str | None = None
    url: str | None = None
    fields: Mapping[str, str] | None = None
    expires_at: datetime | None = None
    max_bytes: int = MAX_BYTES


class Library:
    """Everything here may be asked again; only `bring` counts a revision up each time."""

    def __init__(self, transactions: Transactions, vault: Vault) -> None:
        self._transactions = transactions
        self._vault = vault

    async def bring(self, files: Sequence[File], owner: str) -> list[Granted]:
        """One answer a file, in order; one that is refused holds up no other."""
        return [await self._bring(file, owner) for file in files]

    async def remove(self, document: UUID) -> None:
        """Begins the removal, which S3's own event completes. Raises NotFound, Conflict."""
        async with self._transactions() as store:
            source = await self._upload(store, document)
            if await store.removed(document):
                return
            tombstone = await store.mint(source.origin, source.name, source.owner, None)
            await store.remove(document, tombstone.revision, None)
        await self._vault.hide(key_of(document, source.revision))

    async def restore(self, document: UUID) -> None:
        """The newest bytes that came, as a new revision. Raises NotFound, Conflict."""
        async with self._transactions() as store:
            source = await self._upload(store, document)
            original = await store.original(document)
            if not await store.removed(document):
                raise Conflict("This document is not removed.")
            if original is None:
                raise Conflict("Nothing of this document ever came to storage. Upload it again.")
            new = await store.mint(source.origin, source.name, source.owner, None)
        revision, version = original
        try:
            await self._vault.copy(key_of(document, revision), version, key_of(document, new.revision))
        except ObjectGone as error:
            raise Conflict("The original is not in storage any more. Upload it again.") from error

    async def finish_removals(self, seconds: float) -> int:
        """Asks again for removals that were begun so long ago and not completed (a crash in between)."""
        async with self._transactions() as store:
            stuck = await store.stuck("removing", seconds)
        for document, tombstone in stuck:
            await self._vault.hide(key_of(document, max(1, tombstone - 1)))
        return len(stuck)

    async def _bring(self, file: File, owner: str) -> Granted:
        if refusal := _refusal(file):
            return Granted(file.name, "refused", reason=refusal)
        async with self._transactions() as store:
            name = file.name if file.document is None else (await self._upload(store, file.document)).name
            document = document_id("upload", name)
            same = await store.unchanged(document, file.sha256, RECIPE) if file.sha256 else None
            if same is not None:
                return Granted(name, "unchanged", document, same)
            source = await store.mint("upload", name, owner, file.subject)
            if file.type:
                await store.arrived(source, type=file.type)
        key, type_ = key_of(document, source.revision), file.type or ANY_TYPE
        post = await self._vault.grant(key, file.size, type_, name, owner)
        expires = datetime.now(UTC) + timedelta(seconds=self._vault.grant_seconds)
        return Granted(
            name, "granted", document, source.revision, url=post.url, fields=post.fields, expires_at=expires
        )

    async def _upload(self, store: Store, document: UUID) -> Source:
        source = await store.known(document)
        if source is None:
            raise NotFound("There is no such document.")
        if source.origin == "wiki":
            raise Conflict("This is a wiki page: mark it or unmark it as material in Trac.")
        return source


def _refusal(file: File) -> str | None:
    if file.size == 0:
        return "The file is empty."
    if file.size > MAX_BYTES:
        return too_large(file.size).detail
    return None
