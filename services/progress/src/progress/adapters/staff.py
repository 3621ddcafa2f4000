"""Transactions that read as staff (everybody's rows, by row-level security), and pages of what they read."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import RowMapping, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine


@asynccontextmanager
async def reading_as_staff(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    async with engine.begin() as connection:
        await connection.execute(select(func.set_config("learning.scope", "staff", True)))
        yield connection


async def read_page(
    connection: AsyncConnection, query: Select[Any], after: int, limit: int
) -> tuple[Sequence[RowMapping], int | None]:
    """Up to `limit` rows behind the first `after`, and the next page's `after`; None: this is the last."""
    page = query.offset(after).limit(limit + 1)
    rows = (await connection.execute(page)).mappings().all()
    return rows[:limit], after + limit if len(rows) > limit else None
