"""What authors read of everybody's. No learner is named."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from progress.adapters import views
from progress.adapters.tables import PATHS

Json = dict[str, Any]


class StaffReader:
    """See `progress.adapters.reader.Reader`: this one reads as staff."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def gaps(self, after: int, limit: int) -> Json:
        """What was asked for and the material does not cover, what most learners want first; `after` are left
        out."""
        async with self._reading() as connection:
            query = _gaps().offset(after).limit(limit + 1)
            rows = (await connection.execute(query)).mappings().all()
        shown = [views.gap(row) for row in rows[:limit]]
        return {"gaps": shown, "next": after + limit if len(rows) > limit else None}

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[AsyncConnection]:
        async with self._engine.begin() as connection:
            await connection.execute(select(func.set_config("learning.scope", "staff", True)))
            yield connection


def _gaps() -> Select[Any]:
    """By topic. What was covered once closes the gap, until somebody finds it open again."""
    later = PATHS.alias("later")
    has_closed = exists().where(
        later.c.topic == PATHS.c.topic, later.c.covered, later.c.settled_at > PATHS.c.settled_at
    )
    learners = func.count(PATHS.c.cognito_user_id.distinct()).label("learners")
    requests = func.count().label("requests")
    last_at = func.max(PATHS.c.settled_at).label("last_at")
    refusals = func.array_agg(aggregate_order_by(PATHS.c.refusal, PATHS.c.settled_at.desc()))
    return (
        select(
            func.array_agg(aggregate_order_by(PATHS.c.query_text, PATHS.c.settled_at))[1].label("goal"),
            learners,
            requests,
            func.min(PATHS.c.settled_at).label("first_at"),
            last_at,
            refusals[1].label("refusal"),
        )
        .where(PATHS.c.covered.is_(False), PATHS.c.topic != "", ~has_closed)
        .group_by(PATHS.c.topic)
        .order_by(learners.desc(), requests.desc(), last_at.desc(), PATHS.c.topic)
    )
