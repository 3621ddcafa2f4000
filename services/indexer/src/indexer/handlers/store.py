"""What the handlers need of the database (the port that `adapters.store` fills)."""

from typing import Any, Protocol
from uuid import UUID

from indexer.domain.documents.identity import Origin, Source
from indexer.domain.documents.revision import State
from indexer.domain.documents.status import Standing


class Store(Protocol):
    """One transaction. A revision that is settled stays as it is, whatever is reported of it later."""

    async def standing(self, document: UUID, revision: int) -> Standing | None: ...

    async def known(self, document: UUID) -> Source | None:
        """The newest revision of a document; None for one that was never seen."""

    async def adopt(self, source: Source) -> Standing:
        """Writes document and revision where they are missing, as `uploaded`; where the revision stands."""

    async def arrived(self, source: Source, **facts: Any) -> None:
        """What is learnt of the file itself: `size`, `sha256`, `type`, `object_version`."""

    async def report(
        self, source: Source, state: State, done: int = 0, total: int = 0, detail: str = ""
    ) -> None:
        """How far it has come."""

    async def settle(self, source: Source, state: State, **facts: Any) -> None:
        """Its end, with what is then known; `ready` makes it live unless a later one is, or the removal."""

    async def remove(self, document: UUID, revision: int, receipt: dict[str, Any] | None) -> bool:
        """Sets the tombstone; with a receipt the removal is done. False if it was begun, or done, before."""

    async def changed(self, *subjects: str) -> None:
        """Their concepts must be found anew."""

    async def untaught(self) -> list[tuple[str, int]]:
        """Subjects that changed since their concepts were found, with the count of their changes."""

    async def busy(self) -> bool:
        """Whether some document is being made teachable at present."""

    async def taught(self, subject: str, changed: int) -> None:
        """Their concepts are those of so many changes."""

    async def mint(self, origin: Origin, name: str, owner: str, subject: str | None) -> Source:
        """The next revision of the document of that name, new or known, under its row's lock."""

    async def unchanged(self, document: UUID, sha256: str, recipe: str) -> int | None:
        """The live revision, if it was made of these bytes in this way and nothing newer is under way."""

    async def removed(self, document: UUID) -> bool:
        """Whether the tombstone stands over every revision but those that were only granted."""

    async def original(self, document: UUID) -> tuple[int, str] | None:
        """The newest revision whose bytes came, and their version in the bucket."""

    async def overdue(self, seconds: float) -> list[tuple[UUID, int]]:
        """Uploads whose removal is to be asked for again, each with the revision to hide in the bucket.

        Whoever gets them asks: they are due again after twice the time, in the end every 32 times `seconds`.
        What was minted since makes no difference.
        """
