"""What nothing can bring back goes: events that were settled long ago, and causes that every claim has seen.

`inbox`: a row goes when its event has been done or failed for `INBOX_RETENTION` and did not come again. Each
delivery renews it, so what Trac sends again and again for want of an echo stays known. While the outbox holds
a row, time stands still at that row: what an inbox row led to is known elsewhere before it goes.

`causes`: a row remembers that its key was unparked, for those claims that could not see it. The turn before
has noted a `horizon`, which all claims since are beyond, and no claim lives from one turn to the next. (A
worker that is stopped for so long and wakes with its claim parks until the deadline and is tried again:
delayed, not lost.) A row whose key never was remembers nothing. As a lock, a row that is held is skipped, and
who waits for the delete makes it anew.
"""

import asyncio
from datetime import timedelta
from typing import Protocol

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from traclearn_contracts.topology import INBOX_RETENTION

from traclearn_worker.errors import Unavailable
from traclearn_worker.postgres.schema import quoted

log = structlog.get_logger()

PRUNE_EVERY_S = 3600.0
"""Seconds between turns: many times what a handler may take."""
PRUNE_BATCH_ROWS = 1000
"""Rows of one statement."""
PRUNE_PAUSE_S = 0.1
"""Seconds between batches, which others have."""

HORIZON = "SELECT pg_current_snapshot()::text"

# By ctid the plan is one look into the index, whatever the planner thinks of a limit that it does not see.
SETTLED = """
DELETE FROM {inbox} WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM {inbox}
    WHERE received_at < {oldest} AND changed_at < {oldest} AND state IN ('done', 'failed')
    ORDER BY received_at LIMIT :limit FOR UPDATE SKIP LOCKED))
"""
OLDEST = """
(SELECT coalesce((SELECT created_at FROM {outbox} ORDER BY id LIMIT 1), now())
      - make_interval(secs => :seconds))
"""

SEEN = """
DELETE FROM {causes} WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM {causes}
    WHERE coalesce(released_by, '0') < pg_snapshot_xmin(CAST(CAST(:horizon AS text) AS pg_snapshot))
    ORDER BY coalesce(released_by, '0') LIMIT :limit FOR UPDATE SKIP LOCKED))
"""


class History(Protocol):
    """What a store keeps of the past."""

    async def horizon(self) -> str:
        """What the database can see now."""
        ...

    async def prune(self, limit: int, retention: timedelta, horizon: str | None) -> int:
        """Deletes up to `limit` events that were settled longer ago than that, and as many causes that came
        before the horizon; how many rows in all."""
        ...


class PastTable:
    """What may be deleted of one schema. Every method runs in the caller's transaction."""

    def __init__(self, schema: str) -> None:
        tables = {name: f"{quoted(schema)}.{name}" for name in ("inbox", "outbox", "causes")}
        self._settled = text(SETTLED.format(oldest=OLDEST.format(**tables), **tables))
        self._seen = text(SEEN.format(**tables))

    async def horizon(self, conn: AsyncConnection) -> str:
        return str((await conn.execute(text(HORIZON))).scalar_one())

    async def prune(
        self, conn: AsyncConnection, limit: int, retention: timedelta, horizon: str | None
    ) -> int:
        age = {"seconds": retention.total_seconds(), "limit": limit}
        settled = await conn.execute(self._settled, age)
        seen = await conn.execute(self._seen, {"horizon": horizon, "limit": limit})
        return settled.rowcount + seen.rowcount


async def prune(history: History, every: float = PRUNE_EVERY_S) -> None:
    """Prunes until cancelled."""
    horizon: str | None = None
    while True:
        try:
            horizon = await prune_once(history, horizon)
        except Unavailable:
            pass
        except Exception as error:
            log.error("prune failed", error=type(error).__name__)
        await asyncio.sleep(every)


async def prune_once(history: History, horizon: str | None) -> str:
    """Deletes what is due, in batches. Returns the horizon for the next turn."""
    following = await history.horizon()
    while deleted := await history.prune(PRUNE_BATCH_ROWS, INBOX_RETENTION, horizon):
        log.info("pruned", count=deleted)
        await asyncio.sleep(PRUNE_PAUSE_S)
    return following
