"""What authors read of everybody's grades: the gradebook, one attempt's story, and what models cost.

A learner is named by `sub` alone: nobody's name or address is known here.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from progress.adapters import stories
from progress.adapters.pages import Key, Page, read_page
from progress.adapters.spending import spending_of
from progress.adapters.staff import reading_as_staff
from progress.adapters.tables import APPEALS, ATTEMPTS, GRADES, HINTS, PROGRESS, QUESTIONS, WITHDRAWALS

Json = dict[str, Any]


class Gradebook:
    """A method is one transaction."""

    def __init__(self, engine: AsyncEngine, replica: AsyncEngine | None = None) -> None:
        """Long lists may come from a replica, seconds late. A story may not: who asks has its grade's id
        from the feed, which is ahead."""
        self._engine = engine
        self._replica = replica or engine

    async def grades(self, course: str | None, page: Page) -> Json:
        """One entry for each learner and question, by ticket and learner. Raises BadCursor."""
        query = _entries()
        if course is not None:
            query = query.where(QUESTIONS.c.course == course)
        keys = (Key(PROGRESS.c.ticket_id), Key(PROGRESS.c.cognito_user_id))
        async with reading_as_staff(self._replica) as connection:
            rows, following = await read_page(connection, query, keys, page)
        return {"grades": [stories.gradebook_entry(row) for row in rows], **following}

    async def story(self, grade_id: UUID) -> Json | None:
        """Of the attempt that the grade is of, in the order in which it happened; None: there is no such
        grade. It outlives the ticket."""
        async with reading_as_staff(self._engine) as connection:
            query = select(GRADES).where(GRADES.c.id == grade_id)
            told = (await connection.execute(query)).mappings().first()
            if told is None:
                return None
            of_attempt = (told["ticket_id"], told["cognito_user_id"], told["attempt"])
            attempt = next(iter(await _rows(connection, ATTEMPTS, of_attempt)), None)
            parts = [
                await _rows(connection, table, of_attempt) for table in (GRADES, WITHDRAWALS, HINTS, APPEALS)
            ]
            of_ticket = QUESTIONS.c.ticket_id == told["ticket_id"]
            course = await connection.scalar(select(QUESTIONS.c.course).where(of_ticket))
        return stories.story(told, course, stories.AttemptRows(attempt, *parts))

    async def spending(self, days: int) -> Json:
        """By day (UTC) and course, the newest day first; today is one of the days."""
        async with reading_as_staff(self._replica) as connection:
            rows = (await connection.execute(spending_of(days))).mappings().all()
        return {"spending": [stories.spending(row) for row in rows]}


def _entries() -> Select[Any]:
    of_learner = and_(
        ATTEMPTS.c.ticket_id == PROGRESS.c.ticket_id,
        ATTEMPTS.c.cognito_user_id == PROGRESS.c.cognito_user_id,
        ATTEMPTS.c.phase != "rejected",
    )
    attempts = select(func.count()).where(of_learner).scalar_subquery().label("attempts")
    grade = [GRADES.c[name] for name in ("provisional", "needs_review", "person", "graded_at")]
    names = ("ticket_id", "cognito_user_id", "status", "counting_attempt", "counting_score", "deducted")
    joined = PROGRESS.outerjoin(QUESTIONS, QUESTIONS.c.ticket_id == PROGRESS.c.ticket_id)
    joined = joined.outerjoin(GRADES, GRADES.c.id == PROGRESS.c.counting_grade)
    of_attempt = (APPEALS.c[name] == PROGRESS.c[name] for name in ("cognito_user_id", "ticket_id"))
    joined = joined.outerjoin(APPEALS, and_(*of_attempt, APPEALS.c.attempt == PROGRESS.c.counting_attempt))
    columns = [*(PROGRESS.c[name] for name in names), PROGRESS.c.counting_grade, QUESTIONS.c.course]
    appeal = APPEALS.c.state.label("appeal")
    return select(*columns, *grade, attempts, appeal).select_from(joined)


async def _rows(connection: AsyncConnection, table: Table, attempt: tuple[int, str, int]) -> Any:
    return (await connection.execute(select(table).where(_is_of(table, attempt)))).mappings().all()


def _is_of(table: Table, attempt: tuple[int, str, int]) -> ColumnElement[bool]:
    ticket, learner, number = attempt
    return and_(table.c.ticket_id == ticket, table.c.cognito_user_id == learner, table.c.attempt == number)
