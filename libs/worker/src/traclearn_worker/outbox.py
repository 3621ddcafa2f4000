"""The outbox: events that are committed and not yet on their way, in SQL.

A row goes in with the business write. The relay takes rows for some seconds (others skip them), sends without
a transaction open, and deletes what was accepted. A crash in between sends a row twice: its event_id is
the same, and consumers drop the second.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection
from traclearn_contracts.events import Event

from traclearn_worker.retry import Permanent
from traclearn_worker.schema import quoted
from traclearn_worker.store import Posted
from traclearn_worker.transport import Entry, Letter

MAX_EVENT = 200_000
"""Bytes. Contract: an event stays under 200 KB; wrapped by EventBridge it still fits 256 KB."""

ADD = """
INSERT INTO {outbox} (target, source, detail_type, body) VALUES (:target, :source, :detail_type, :body)
"""

TAKE = """
UPDATE {outbox} SET due_at = now() + make_interval(secs => :seconds), tries = tries + 1
WHERE id IN (SELECT id FROM {outbox} WHERE due_at <= now() ORDER BY id LIMIT :limit FOR UPDATE SKIP LOCKED)
RETURNING id, target, source, detail_type, body, tries
"""

SENT = "DELETE FROM {outbox} WHERE id = ANY(:ids)"

POSTPONE = """
UPDATE {outbox} SET due_at = now() + make_interval(secs => :seconds), error = :error WHERE id = ANY(:ids)
"""

LAG = """
SELECT coalesce((SELECT extract(epoch FROM now() - created_at) FROM {outbox} ORDER BY id LIMIT 1), 0)::float8
"""


def entries(events: Iterable[Event]) -> list[Entry]:
    """The events as the bus takes them. Raises Permanent for one that is too large to be sent, ever."""
    made = [
        Entry(event.source, event.detail_type, json.dumps(event.detail(), separators=(",", ":")))
        for event in events
    ]
    for entry in made:
        if entry.size > MAX_EVENT:
            raise Permanent(f"{entry.detail_type} of {entry.size} bytes is larger than {MAX_EVENT}")
    return made


class OutboxTable:
    """The outbox of one schema. Every method runs in the caller's transaction."""

    def __init__(self, schema: str) -> None:
        self._name = f"{quoted(schema)}.outbox"

    async def add(self, conn: AsyncConnection, posts: Sequence[Entry]) -> None:
        rows = [
            {"target": "bus", "source": post.source, "detail_type": post.detail_type, "body": post.detail}
            for post in posts
        ]
        if rows:
            await conn.execute(self._sql(ADD), rows)

    async def take(self, conn: AsyncConnection, limit: int, seconds: float) -> list[Posted]:
        result = await conn.execute(self._sql(TAKE), {"limit": limit, "seconds": seconds})
        return sorted((_posted(row) for row in result.mappings()), key=lambda posted: posted.id)

    async def sent(self, conn: AsyncConnection, ids: Sequence[int]) -> None:
        await conn.execute(self._sql(SENT), {"ids": list(ids)})

    async def postpone(self, conn: AsyncConnection, ids: Sequence[int], error: str, seconds: float) -> None:
        values = {"ids": list(ids), "error": error[:200], "seconds": seconds}
        await conn.execute(self._sql(POSTPONE), values)

    async def lag(self, conn: AsyncConnection) -> float:
        return float((await conn.execute(self._sql(LAG))).scalar_one())

    def _sql(self, statement: str) -> TextClause:
        return text(statement.format(outbox=self._name))


def _posted(row: Any) -> Posted:
    content = (
        Letter(row["body"])
        if row["target"] == "queue"
        else Entry(row["source"], row["detail_type"], row["body"])
    )
    return Posted(row["id"], content, row["tries"])
