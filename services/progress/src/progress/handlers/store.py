"""What the projector needs of the database (the port that `adapters.store` fills)."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from progress.domain.change import Change
from progress.domain.content import Content
from progress.domain.grade import Grade
from progress.domain.record import Question, Record


class Store(Protocol):
    """One transaction of the projector; nothing of it is seen before the commit."""

    async def begin(self, ticket: int | None) -> bool:
        """Takes the ticket's lock until the commit, so that projectors go one after the other.

        False when Trac has no such ticket. None: what follows is about no ticket.
        """

    async def record(self, learner: str, ticket: int) -> Record: ...

    async def records(self, ticket: int) -> list[Record]:
        """The records of everybody who ever did something on the ticket."""

    async def save(self, record: Record, attempts: Collection[int]) -> None:
        """Writes the standing of the record, and of its attempts those named."""

    async def question(self, ticket: int) -> Question | None: ...

    async def ask(self, ticket: int, question: Question) -> None: ...

    async def enter(self, grade: Grade) -> None:
        """Adds to the ledger; a grade that is there already stays as it is."""

    async def content(self, document: UUID) -> Content | None:
        """Takes the document's lock until the commit and reads what is known of it."""

    async def keep(self, content: Content) -> None: ...

    async def tell(self, change: Change) -> None:
        """Adds to the feed. Last in the transaction: it takes the feed's lock."""

    async def waiting(self, longer_than: timedelta, limit: int) -> list[tuple[str, int, int]]:
        """(learner, ticket, attempt) of answers that have waited for a result too long, oldest first."""

    async def now(self) -> datetime: ...
