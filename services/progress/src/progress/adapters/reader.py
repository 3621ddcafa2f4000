"""What the API reads. A method is one transaction that says who reads: row-level security does the rest."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from progress.adapters import views
from progress.adapters.appeals import appeal_columns, is_same_attempt
from progress.adapters.paths import path_from
from progress.adapters.rows import hint_from
from progress.adapters.tables import (
    APPEALS,
    ATTEMPTS,
    CHANGES,
    FEED_EPOCH,
    FEED_READERS,
    GRADES,
    HINTS,
    NOW,
    PATHS,
    PROGRESS,
    REVIEWS,
    WITHDRAWALS,
)
from progress.domain.path_document import path_document

Json = dict[str, Any]
COUNTING_GRADES = GRADES.alias("counting")
"""The grade of a row's state, beside the one that the row tells of."""
CLAIM_RENEWED_AFTER = timedelta(hours=1)
"""A poll that finds nothing new writes its claim no more often."""
MAX_PAGE_BYTES = 2_000_000
"""Of one page of the feed, after the first row: what an event says may have 200,000 bytes, a grade is told
twice, and a page has up to 500 rows. API Gateway passes 10 MB on ("API Gateway quotas": payload size)."""
ROWS_PER_FETCH = 20


class Reader:
    """Reads for one learner at a time, and the feed for Trac."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def version(self, learner: str, ticket: int) -> UUID | None:
        """Changes whenever the answer of `progress` does; None when the learner has none on the ticket."""
        async with self._reading_as("learning.learner", learner) as connection:
            query = select(PROGRESS.c.version).where(*_row_of(ticket, learner))
            found: UUID | None = await connection.scalar(query)
            return found

    async def progress(self, learner: str, ticket: int) -> tuple[UUID, Json] | None:
        """The learner's progress on one ticket with every attempt, and its version."""
        async with self._reading_as("learning.learner", learner) as connection:
            row = (await connection.execute(_progress().where(*_row_of(ticket, learner)))).mappings().first()
            if row is None:
                return None
            query = _attempts().where(ATTEMPTS.c.cognito_user_id == learner, ATTEMPTS.c.ticket_id == ticket)
            attempts = (await connection.execute(query)).mappings().all()
            query = select(HINTS).where(HINTS.c.cognito_user_id == learner, HINTS.c.ticket_id == ticket)
            hints = [hint_from(hint) for hint in (await connection.execute(query)).mappings()]
        return row["version"], views.detail(row, attempts, hints)

    async def overview(self, learner: str) -> tuple[list[UUID], Json]:
        """The learner's progress on every ticket, the newest first."""
        async with self._reading_as("learning.learner", learner) as connection:
            query = _progress().where(PROGRESS.c.cognito_user_id == learner)
            order = (PROGRESS.c.last_accessed.desc().nulls_last(), PROGRESS.c.ticket_id)
            rows = (await connection.execute(query.order_by(*order))).mappings().all()
        return [row["version"] for row in rows], {"progress": [views.summary(row) for row in rows]}

    async def path_version(self, learner: str, path_id: UUID) -> UUID | None:
        """Changes whenever the answer of `path` does; None when the learner has no such path."""
        async with self._reading_as("learning.learner", learner) as connection:
            query = select(PATHS.c.version).where(*_path_of(path_id, learner))
            found: UUID | None = await connection.scalar(query)
            return found

    async def path(self, learner: str, path_id: UUID) -> tuple[UUID, Json] | None:
        """One path of the learner's with its steps, and its version."""
        async with self._reading_as("learning.learner", learner) as connection:
            query = select(PATHS).where(*_path_of(path_id, learner))
            row = (await connection.execute(query)).mappings().first()
        return (row["version"], path_document(path_from(row))) if row else None

    async def paths(self, learner: str) -> tuple[list[UUID], Json]:
        """The learner's paths, the newest first."""
        columns = [PATHS.c[name] for name in (*views.PATH_FIELDS, "version")]
        query = select(*columns).where(PATHS.c.cognito_user_id == learner)
        async with self._reading_as("learning.learner", learner) as connection:
            order = (PATHS.c.created_at.desc(), PATHS.c.id)
            rows = (await connection.execute(query.order_by(*order))).mappings().all()
        return [row["version"] for row in rows], {"paths": [views.path_summary(row) for row in rows]}

    async def epoch(self) -> UUID:
        async with self._engine.connect() as connection:
            found: UUID = (await connection.execute(select(FEED_EPOCH.c.epoch))).scalar_one()
            return found

    async def changes(self, after: int, limit: int) -> list[Json]:
        """Up to `limit` rows of the feed behind the cursor, in order; fewer where they are large."""
        query = _changes().where(CHANGES.c.id > after).order_by(CHANGES.c.id).limit(limit)
        async with self._reading_as("learning.scope", "feed") as connection:
            options = {"yield_per": ROWS_PER_FETCH}
            async with connection.stream(query, execution_options=options) as rows:
                return await page_of(views.change(row) async for row in rows.mappings())

    async def claim(self, reader: str, cursor: int) -> None:
        """Notes that the reader has everything up to the cursor, and still wants what comes behind it."""
        row = insert(FEED_READERS).values(reader=reader, cursor=cursor, seen_at=NOW)
        has_moved = FEED_READERS.c.cursor != row.excluded.cursor
        is_old = FEED_READERS.c.seen_at < NOW - CLAIM_RENEWED_AFTER
        values = {"cursor": row.excluded.cursor, "seen_at": row.excluded.seen_at}
        upsert = row.on_conflict_do_update(
            index_elements=["reader"], set_=values, where=or_(has_moved, is_old)
        )
        async with self._engine.begin() as connection:
            await connection.execute(upsert)

    @asynccontextmanager
    async def _reading_as(self, setting: str, value: str) -> AsyncIterator[AsyncConnection]:
        async with self._engine.begin() as connection:
            await connection.execute(select(func.set_config(setting, value, True)))
            yield connection


async def page_of(changes: AsyncIterator[Json]) -> list[Json]:
    """As many of the first as a page may hold; one at least."""
    page: list[Json] = []
    left = MAX_PAGE_BYTES
    async for change in changes:
        left -= len(json.dumps(change, ensure_ascii=False).encode())
        if page and left < 0:
            break
        page.append(change)
    return page


def _row_of(ticket: int, learner: str) -> tuple[ColumnElement[bool], ...]:
    return PROGRESS.c.ticket_id == ticket, PROGRESS.c.cognito_user_id == learner


def _path_of(path_id: UUID, learner: str) -> tuple[ColumnElement[bool], ...]:
    return PATHS.c.id == path_id, PATHS.c.cognito_user_id == learner


def _progress() -> Select[Any]:
    grade = (
        GRADES.c[name] for name in ("items", "provisional", "needs_review", "person", "sources", "remarks")
    )
    of_ticket = and_(
        REVIEWS.c.cognito_user_id == PROGRESS.c.cognito_user_id, REVIEWS.c.ticket_id == PROGRESS.c.ticket_id
    )
    joined = PROGRESS.outerjoin(GRADES, GRADES.c.id == PROGRESS.c.grade_id).outerjoin(REVIEWS, of_ticket)
    return select(*PROGRESS.c, *grade, REVIEWS.c.due_at.label("review_due_at")).select_from(joined)


def _attempts() -> Select[Any]:
    joined = ATTEMPTS.outerjoin(GRADES, GRADES.c.id == ATTEMPTS.c.grade_id)
    joined = joined.outerjoin(APPEALS, is_same_attempt(APPEALS, ATTEMPTS))
    grade = (GRADES.c.score, GRADES.c.feedback, GRADES.c.remarks)
    return select(*ATTEMPTS.c, *grade, *appeal_columns()).select_from(joined).order_by(ATTEMPTS.c.attempt)


def _changes() -> Select[Any]:
    joined = CHANGES.outerjoin(GRADES, GRADES.c.id == CHANGES.c.grade_id)
    joined = joined.outerjoin(COUNTING_GRADES, COUNTING_GRADES.c.id == CHANGES.c.counting_grade)
    joined = joined.outerjoin(HINTS, _hint_of_change())
    is_withdrawal = and_(CHANGES.c.kind == "withdrawn", WITHDRAWALS.c.event_id == CHANGES.c.event_id)
    joined = joined.outerjoin(WITHDRAWALS, is_withdrawal)
    names = ("graded_at", *views.GRADE_FIELDS)
    grade = [GRADES.c[name].label(views.GRADE_PREFIX + name) for name in names]
    counting = [COUNTING_GRADES.c[name].label(views.COUNTING_PREFIX + name) for name in names]
    hint = [HINTS.c[name].label(views.HINT_PREFIX + name) for name in views.HINT_FIELDS]
    reason = WITHDRAWALS.c.reason.label("withdrawal_reason")
    withdrawal = [WITHDRAWALS.c.override, WITHDRAWALS.c.withdrawn_by, reason]
    return select(*CHANGES.c, *grade, *counting, *hint, *withdrawal).select_from(joined)


def _hint_of_change() -> ColumnElement[bool]:
    return and_(
        HINTS.c.id == CHANGES.c.hint_id,
        HINTS.c.ticket_id == CHANGES.c.ticket_id,
        HINTS.c.cognito_user_id == CHANGES.c.cognito_user_id,
    )
