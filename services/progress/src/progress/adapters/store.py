"""The projector's transaction on PostgreSQL."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import RowMapping, Table, and_, case, func, or_, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from progress.adapters import rows
from progress.adapters.appeals import appeals_from, appeals_row
from progress.adapters.change_listener import CHANNEL
from progress.adapters.content import content_from, content_row
from progress.adapters.generated_questions import (
    dispute_row,
    generated_question_from,
    generated_question_row,
)
from progress.adapters.paths import path_from, path_row
from progress.adapters.records import TicketRows, records_from
from progress.adapters.rulings import ruling_from, ruling_row
from progress.adapters.tables import (
    APPEALS,
    ATTEMPTS,
    CHANGES,
    CONTENT,
    COURSES,
    DISPUTES,
    GENERATED_QUESTIONS,
    GRADES,
    HINTS,
    NOW,
    PATHS,
    PROGRESS,
    QUESTIONS,
    REVIEWS,
    RULINGS,
    TICKET,
    WITHDRAWALS,
)
from progress.domain.appeal import Appeals
from progress.domain.appeal_status import AppealStatuses
from progress.domain.change import Change
from progress.domain.content import Content
from progress.domain.course import Course
from progress.domain.generated_question import Dispute, GeneratedQuestion
from progress.domain.grade import Grade
from progress.domain.hint import Hint
from progress.domain.path import Path
from progress.domain.progress import WAITING_PHASES, progress_of
from progress.domain.record import Question, Record
from progress.domain.review import Review
from progress.domain.ruling import Ruling
from progress.domain.withdrawal import WithdrawnOverride

TICKET_LOCK = 0x7469_636B
"""First key of the advisory locks of tickets; the second is the ticket."""


class SqlStore:
    """`application.ports.Store` on one connection, whose transaction somebody else begins and ends."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def lock_ticket(self, ticket: int | None) -> bool:
        await self._connection.execute(text("SELECT set_config('learning.scope', 'projector', true)"))
        if ticket is None:
            return True
        await self._connection.execute(select(func.pg_advisory_xact_lock(TICKET_LOCK, ticket)))
        found = await self._connection.execute(select(TICKET.c.id).where(TICKET.c.id == ticket))
        return found.first() is not None

    async def find_record(self, learner: str, ticket: int) -> Record:
        question = await self.find_question(ticket)
        known = await self._records(ticket, question, learner)
        return known.get(learner) or Record(learner, ticket, question)

    async def find_records(self, ticket: int) -> list[Record]:
        known = await self._records(ticket, await self.find_question(ticket))
        return [record for record in known.values() if record.attempts]

    async def save_record(self, record: Record, attempts: Collection[int]) -> None:
        progress = progress_of(record)
        row = rows.progress_row(record, progress) | {"version": uuid4()}
        await self._upsert(PROGRESS, ["cognito_user_id", "ticket_id"], row)
        for number in sorted(attempts):
            row = rows.attempt_row(record, record.attempts[number], progress.phases[number])
            await self._upsert(ATTEMPTS, ["cognito_user_id", "ticket_id", "attempt"], row)

    async def find_question(self, ticket: int) -> Question | None:
        found = await self._connection.execute(select(QUESTIONS).where(QUESTIONS.c.ticket_id == ticket))
        row = found.mappings().first()
        if row is None:
            return None
        return Question(
            learner=row["cognito_user_id"],
            revision=row["revision"],
            at=row["published_at"],
            generated=row["generated"],
            course=row["course"],
            counting=row["counting"],
            hint_deduction=row["hint_deduction"],
        )

    async def save_question(self, ticket: int, question: Question) -> None:
        row = {
            "ticket_id": ticket,
            "cognito_user_id": question.learner,
            "revision": question.revision,
            "published_at": question.at,
            "generated": question.generated,
            "course": question.course,
            "counting": question.counting,
            "hint_deduction": question.hint_deduction,
        }
        await self._upsert(QUESTIONS, ["ticket_id"], row)

    async def append_grade(self, grade: Grade) -> None:
        await self._connection.execute(insert(GRADES).values(rows.grade_row(grade)).on_conflict_do_nothing())

    async def append_withdrawal(self, withdrawal: WithdrawnOverride) -> None:
        row = rows.withdrawal_row(withdrawal)
        await self._connection.execute(insert(WITHDRAWALS).values(row).on_conflict_do_nothing())

    async def save_hint(self, hint: Hint) -> None:
        await self._upsert(HINTS, ["cognito_user_id", "ticket_id", "id"], rows.hint_row(hint))

    async def find_content(self, document: UUID) -> Content | None:
        await self._lock(f"learning.content/{document}")
        found = await self._connection.execute(select(CONTENT).where(CONTENT.c.document == document))
        row = found.mappings().first()
        return content_from(row) if row else None

    async def upsert_content(self, content: Content) -> None:
        await self._upsert(CONTENT, ["document"], content_row(content))

    async def find_path(self, path_id: UUID) -> Path | None:
        await self._lock(f"learning.paths/{path_id}")
        found = await self._connection.execute(select(PATHS).where(PATHS.c.id == path_id))
        row = found.mappings().first()
        return path_from(row) if row else None

    async def save_path(self, path: Path) -> None:
        await self._upsert(PATHS, ["id"], path_row(path) | {"version": uuid4()})

    async def find_review(self, learner: str, ticket: int) -> Review | None:
        of_ticket = and_(REVIEWS.c.cognito_user_id == learner, REVIEWS.c.ticket_id == ticket)
        row = (await self._connection.execute(select(REVIEWS).where(of_ticket))).mappings().first()
        return rows.review_from(row) if row else None

    async def save_review(self, review: Review) -> None:
        await self._upsert(REVIEWS, ["cognito_user_id", "ticket_id"], rows.review_row(review))
        await self._renew_version(review.learner, review.ticket)

    async def find_appeals(self, learner: str, ticket: int, attempt: int) -> Appeals:
        of_attempt = (APPEALS.c.ticket_id == ticket, APPEALS.c.attempt == attempt)
        query = select(APPEALS).where(APPEALS.c.cognito_user_id == learner, *of_attempt)
        row = (await self._connection.execute(query)).mappings().first()
        return appeals_from(row) if row else Appeals(learner, ticket, attempt)

    async def save_appeals(self, statuses: AppealStatuses) -> None:
        """Another appeal than the one that was shown waits from now on."""
        row, key = appeals_row(statuses), ["cognito_user_id", "ticket_id", "attempt"]
        new = insert(APPEALS).values(row | {"waiting_since": NOW})
        changed: dict[str, Any] = {name: value for name, value in row.items() if name not in key}
        waiting_since = case((APPEALS.c.id == new.excluded.id, APPEALS.c.waiting_since), else_=NOW)
        changed["waiting_since"] = waiting_since
        await self._connection.execute(new.on_conflict_do_update(index_elements=key, set_=changed))
        await self._renew_version(statuses.appeals.learner, statuses.appeals.ticket)

    async def find_overdue_appeals(
        self, longer_than: timedelta, limit: int
    ) -> list[tuple[str, int, int, UUID]]:
        await self._connection.execute(text("SELECT set_config('learning.scope', 'projector', true)"))
        found = await self._connection.execute(
            select(APPEALS.c.cognito_user_id, APPEALS.c.ticket_id, APPEALS.c.attempt, APPEALS.c.id)
            .where(APPEALS.c.state == "open", APPEALS.c.waiting_since < NOW - longer_than)
            .order_by(APPEALS.c.waiting_since)
            .limit(limit)
        )
        return [(learner, ticket, attempt, id_) for learner, ticket, attempt, id_ in found]

    async def find_generated_question(self, question_id: UUID) -> GeneratedQuestion | None:
        await self._lock(f"learning.generated_questions/{question_id}")
        query = select(GENERATED_QUESTIONS).where(GENERATED_QUESTIONS.c.id == question_id)
        row = (await self._connection.execute(query)).mappings().first()
        return generated_question_from(row) if row else None

    async def save_generated_question(self, question: GeneratedQuestion) -> None:
        await self._upsert(GENERATED_QUESTIONS, ["id"], generated_question_row(question))

    async def save_dispute(self, dispute: Dispute) -> None:
        await self._upsert_later(DISPUTES, ["ticket_id", "cognito_user_id"], dispute_row(dispute))

    async def save_course(self, course: Course) -> None:
        row = {
            "subject": course.subject,
            "generated_questions": course.generated_questions,
            "said_at": course.at,
            "event_id": course.event_id,
        }
        await self._upsert_later(COURSES, ["subject"], row)

    async def find_ruling(self, ticket: int, ruling_id: UUID) -> Ruling | None:
        of_ticket = and_(RULINGS.c.ticket_id == ticket, RULINGS.c.id == ruling_id)
        row = (await self._connection.execute(select(RULINGS).where(of_ticket))).mappings().first()
        return ruling_from(row) if row else None

    async def save_ruling(self, ruling: Ruling) -> None:
        await self._upsert(RULINGS, ["ticket_id", "id"], ruling_row(ruling))

    async def append_change(self, change: Change) -> None:
        statement = insert(CHANGES).values(rows.change_row(change))
        await self._connection.execute(
            statement.returning(func.pg_notify(CHANNEL, ""))
        )  # heard with the commit

    async def find_overdue(self, longer_than: timedelta, limit: int) -> list[tuple[str, int, int]]:
        await self._connection.execute(text("SELECT set_config('learning.scope', 'projector', true)"))
        # What began anew after a delay or a failure gets its time anew.
        never_ended = and_(ATTEMPTS.c.delayed_at.is_(None), ATTEMPTS.c.ungradable_at.is_(None))
        found = await self._connection.execute(
            select(ATTEMPTS.c.cognito_user_id, ATTEMPTS.c.ticket_id, ATTEMPTS.c.attempt)
            .where(ATTEMPTS.c.phase.in_(WAITING_PHASES), ATTEMPTS.c.received_at < NOW - longer_than)
            .where(or_(never_ended, ATTEMPTS.c.grading_at < NOW - longer_than))
            .order_by(ATTEMPTS.c.received_at)
            .limit(limit)
        )
        return [(learner, ticket, attempt) for learner, ticket, attempt in found]

    async def now(self) -> datetime:
        at: datetime = (await self._connection.execute(select(NOW))).scalar_one()
        return at

    async def _renew_version(self, learner: str, ticket: int) -> None:
        of_ticket = and_(PROGRESS.c.cognito_user_id == learner, PROGRESS.c.ticket_id == ticket)
        await self._connection.execute(update(PROGRESS).where(of_ticket).values(version=uuid4()))

    async def _lock(self, name: str) -> None:
        """Until the commit."""
        await self._connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))

    async def _records(
        self, ticket: int, question: Question | None, learner: str | None = None
    ) -> dict[str, Record]:
        """Of everybody on the ticket, or of one learner, as far as they are known there."""
        tables = (ATTEMPTS, GRADES, HINTS, WITHDRAWALS)
        found = [await self._rows(table, ticket, learner) for table in tables]
        return records_from(ticket, question, TicketRows(*found))

    async def _rows(self, table: Table, ticket: int, learner: str | None) -> Sequence[RowMapping]:
        query = select(table).where(table.c.ticket_id == ticket)
        if learner is not None:
            query = query.where(table.c.cognito_user_id == learner)
        return (await self._connection.execute(query)).mappings().all()

    async def _upsert_later(self, table: Any, key: list[str], row: rows.Values) -> None:
        """Of two rows of the key that stands which was said later."""
        new = insert(table).values(row)
        ranks = [tuple_(columns.said_at, columns.event_id) for columns in (new.excluded, table.c)]
        changed = {name: value for name, value in row.items() if name not in key}
        later = new.on_conflict_do_update(index_elements=key, set_=changed, where=ranks[0] > ranks[1])
        await self._connection.execute(later)

    async def _upsert(self, table: Any, key: list[str], row: rows.Values) -> None:
        changed = {name: value for name, value in row.items() if name not in key}
        statement = insert(table).values(row).on_conflict_do_update(index_elements=key, set_=changed)
        await self._connection.execute(statement)
