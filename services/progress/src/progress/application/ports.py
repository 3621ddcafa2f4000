"""What the service needs of the world: a port for each adapter."""

from collections.abc import Callable, Collection
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from progress.domain.appeal import Appeals
from progress.domain.appeal_status import AppealStatuses
from progress.domain.change import Change
from progress.domain.content import Content
from progress.domain.course import Course
from progress.domain.generated_question import Dispute, GeneratedQuestion
from progress.domain.grade import Grade
from progress.domain.hint import Hint
from progress.domain.path import Path
from progress.domain.record import Question, Record
from progress.domain.review import Review
from progress.domain.ruling import Ruling
from progress.domain.withdrawal import WithdrawnOverride


class Store(Protocol):
    """One transaction of the projector; nothing of it is seen before the commit."""

    async def lock_ticket(self, ticket: int | None) -> bool:
        """Takes the ticket's lock until the commit, so that projectors go one after the other.

        False when Trac has no such ticket. None: what follows is about no ticket.
        """

    async def find_record(self, learner: str, ticket: int) -> Record: ...

    async def find_records(self, ticket: int) -> list[Record]:
        """The records of everybody who ever did something on the ticket."""

    async def save_record(self, record: Record, attempts: Collection[int]) -> None:
        """Writes the progress of the record, and of its attempts those named."""

    async def find_question(self, ticket: int) -> Question | None: ...

    async def save_question(self, ticket: int, question: Question) -> None: ...

    async def append_grade(self, grade: Grade) -> None:
        """Adds to the ledger, and its words beside it; a grade that is there already stays as it is."""

    async def append_withdrawal(self, withdrawal: WithdrawnOverride) -> None:
        """Adds to the ledger; one that is there already stays as it is."""

    async def save_hint(self, hint: Hint) -> None: ...

    async def find_content(self, document: UUID) -> Content | None:
        """Takes the document's lock until the commit and reads what is known of it."""

    async def upsert_content(self, content: Content) -> None: ...

    async def find_path(self, path_id: UUID) -> Path | None:
        """Takes the path's lock until the commit and reads what is known of it."""

    async def save_path(self, path: Path) -> None: ...

    async def find_review(self, learner: str, ticket: int) -> Review | None: ...

    async def save_review(self, review: Review) -> None:
        """Gives the learner's progress on the ticket, which shows it, a new version."""

    async def find_generated_question(self, question_id: UUID) -> GeneratedQuestion | None:
        """Takes the question's lock until the commit and reads what is known of it."""

    async def save_generated_question(self, question: GeneratedQuestion) -> None: ...

    async def save_dispute(self, dispute: Dispute) -> None:
        """Keeps it if it is later than the learner's known one on the ticket."""

    async def save_course(self, course: Course) -> None:
        """Keeps it if it is later than the subject's known one."""

    async def find_appeals(self, learner: str, ticket: int, attempt: int) -> Appeals: ...

    async def save_appeals(self, statuses: AppealStatuses) -> None:
        """Gives the learner's progress on the ticket, which shows them, a new version."""

    async def find_overdue_appeals(
        self, longer_than: timedelta, limit: int
    ) -> list[tuple[str, int, int, UUID]]:
        """(learner, ticket, attempt, id) of appeals that have waited for a second grader too long, oldest
        first."""

    async def find_ruling(self, ticket: int, ruling_id: UUID) -> Ruling | None: ...

    async def save_ruling(self, ruling: Ruling) -> None: ...

    async def append_change(self, change: Change) -> None:
        """Adds to the feed. Last in the transaction: it takes the feed's lock."""

    async def find_overdue(self, longer_than: timedelta, limit: int) -> list[tuple[str, int, int]]:
        """(learner, ticket, attempt) of answers that have waited for a result too long, oldest first."""

    async def now(self) -> datetime: ...


Transactions = Callable[[], AbstractAsyncContextManager[Store]]


class FeedRows(Protocol):
    """Rows of the change feed, for removal."""

    async def compact(self, position: int, batch: int) -> tuple[int | None, int]:
        """Looks at up to `batch` rows behind the position: the last that is old enough, if any, and how many
        went."""


class FeedSource(Protocol):
    """The change feed as its readers get it."""

    async def epoch(self) -> UUID: ...

    async def claim(self, reader: str, cursor: int) -> None:
        """Notes that the reader has everything up to the cursor, and still wants what comes behind it."""

    async def changes(self, after: int, limit: int) -> list[dict[str, Any]]:
        """Up to `limit` rows of the feed behind the cursor, in order."""


class ChangeSignal(Protocol):
    """Whether the feed has new rows. A signal may be missed, so whoever waits looks now and then."""

    @property
    def count(self) -> int:
        """How many signals there were. Read it before looking, so that what comes meanwhile is not missed."""

    async def wait(self, count: int, seconds: float) -> None:
        """Returns when there were more signals than `count`, or after so many seconds."""
