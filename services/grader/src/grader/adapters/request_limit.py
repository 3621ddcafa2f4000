"""How often a learner may ask, counted in PostgreSQL: whatever process answers, it is one count."""

import asyncio
from math import ceil

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from grader.domain.errors import TooManyRequests

WINDOW_S = 60
"""Seconds. In no such stretch of time are more requests let through than the limit."""
PRUNE_EVERY_S = 3600.0

# The row is locked before the condition is looked at, so no two requests see the same count.
COUNT = text("""
INSERT INTO grader.hint_requests AS known (learner, requested_at, newest_at)
VALUES (:learner, ARRAY[clock_timestamp()], clock_timestamp())
ON CONFLICT (learner) DO UPDATE SET newest_at = clock_timestamp(), requested_at = ARRAY(
    SELECT at FROM unnest(known.requested_at) AS at
    WHERE at > clock_timestamp() - make_interval(secs => :window)
) || clock_timestamp()
WHERE (
    SELECT count(*) FROM unnest(known.requested_at) AS at
    WHERE at > clock_timestamp() - make_interval(secs => :window)
) < :limit
RETURNING true
""")
RETRY_IN = text("""
SELECT extract(epoch FROM requested_at[1] + make_interval(secs => :window) - clock_timestamp())::float8
FROM grader.hint_requests WHERE learner = :learner
""")
FORGET = text("DELETE FROM grader.hint_requests WHERE newest_at < now() - make_interval(secs => :window)")


class RequestLimit:
    """At most `limit` requests in any minute for each learner; what is refused counts for nothing."""

    def __init__(self, engine: AsyncEngine, limit: int) -> None:
        self._engine = engine
        self._limit = limit

    async def count(self, learner: str) -> None:
        """Raises TooManyRequests."""
        about = {"learner": learner, "window": WINDOW_S}
        async with self._engine.begin() as connection:
            if (await connection.execute(COUNT, about | {"limit": self._limit})).scalar_one_or_none():
                return
            wait = (await connection.execute(RETRY_IN, about)).scalar_one()
        raise TooManyRequests(self._limit, max(1, ceil(wait)))

    async def run(self) -> None:
        """Prunes until cancelled."""
        while True:
            await asyncio.sleep(PRUNE_EVERY_S)
            await self.prune()

    async def prune(self) -> None:
        """Forgets who has not asked for a minute."""
        async with self._engine.begin() as connection:
            await connection.execute(FORGET, {"window": WINDOW_S})
