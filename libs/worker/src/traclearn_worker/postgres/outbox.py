"""The outbox: events that are committed and not yet on their way, in SQL.

A row goes in with the business write. The relay takes rows for some seconds (others skip them), sends without
a transaction open, and deletes what was accepted. A crash in between sends a row twice: its event_id is
the same, and consumers drop the second.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from traclearn_contracts.events import Event

from traclearn_worker.errors import LeaseLost, Permanent
from traclearn_worker.postgres.driver import Driver
from traclearn_worker.postgres.inbox import MINE
from traclearn_worker.postgres.schema import quoted
from traclearn_worker.store import Claim, OutboxRow
from traclearn_worker.transport import Entry, QueueMessage

MAX_EVENT_BYTES = 200_000
"""Bytes. Contract: an event stays under 200 KB; wrapped by EventBridge it still fits 256 KB."""

ADD = """
INSERT INTO {outbox} (target, source, detail_type, body)
SELECT 'bus', source, detail_type, body
FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS post(source, detail_type, body, place)
ORDER BY place
"""

ANNOUNCE = """
WITH mine AS (SELECT 1 FROM {inbox} WHERE {mine} FOR UPDATE), posted AS (
    INSERT INTO {outbox} (target, source, detail_type, body)
    SELECT 'bus', source, detail_type, body
    FROM unnest($5::text[], $6::text[], $7::text[]) WITH ORDINALITY AS post(source, detail_type, body, place)
    WHERE EXISTS (SELECT FROM mine) ORDER BY place
)
SELECT 1 FROM mine
"""

TAKE = """
UPDATE {outbox} SET due_at = now() + make_interval(secs => $2), tries = tries + 1
WHERE id IN (SELECT id FROM {outbox} WHERE due_at <= now() ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
RETURNING id, target, source, detail_type, body, tries
"""

SENT = "DELETE FROM {outbox} WHERE id = ANY($1)"

POSTPONE = """
UPDATE {outbox} SET due_at = now() + make_interval(secs => $2), error = $3 WHERE id = ANY($1)
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
        if entry.size > MAX_EVENT_BYTES:
            raise Permanent(f"{entry.detail_type} of {entry.size} bytes is larger than {MAX_EVENT_BYTES}")
    return made


class OutboxTable:
    """The outbox of one schema. Every method may stand alone or in the caller's transaction."""

    def __init__(self, schema: str) -> None:
        names = {"outbox": f"{quoted(schema)}.outbox", "inbox": f"{quoted(schema)}.inbox", "mine": MINE}
        self._add, self._announce = ADD.format(**names), ANNOUNCE.format(**names)
        self._take, self._lag = TAKE.format(**names), LAG.format(**names)
        self._sent, self._postpone = SENT.format(**names), POSTPONE.format(**names)

    async def add(self, conn: Driver, posts: Sequence[Entry]) -> None:
        if posts:
            await conn.fetch(self._add, *_columns(posts))

    async def announce(self, conn: Driver, claim: Claim, posts: Sequence[Entry]) -> None:
        """Adds them under the fence, or raises LeaseLost."""
        if await conn.fetchval(self._announce, *claim.key, claim.token, *_columns(posts)) is None:
            raise LeaseLost

    async def take(self, conn: Driver, limit: int, seconds: float) -> list[OutboxRow]:
        rows = await conn.fetch(self._take, limit, seconds)
        return sorted((_posted(row) for row in rows), key=lambda posted: posted.id)

    async def sent(self, conn: Driver, ids: Sequence[int]) -> None:
        await conn.fetch(self._sent, list(ids))

    async def postpone(self, conn: Driver, ids: Sequence[int], error: str, seconds: float) -> None:
        await conn.fetch(self._postpone, list(ids), seconds, error[:200])

    async def lag(self, conn: Driver) -> float:
        return float(await conn.fetchval(self._lag))


async def publish(connection: AsyncConnection, schema: str, events: Iterable[Event]) -> None:
    """Adds events in the caller's transaction, for what no message causes: a service's own routes. A handler
    returns its events instead. The relay of any worker of the service finds them within a second; ids must
    be deterministic where the transaction may be tried again."""
    if posts := entries(events):
        # SQLAlchemy's transaction begins with its first statement; the driver's own may come before that.
        add = ADD.format(outbox=f"{quoted(schema)}.outbox")
        await connection.exec_driver_sql(add, tuple(_columns(posts)))


def _columns(posts: Sequence[Entry]) -> list[list[str]]:
    return [
        [post.source for post in posts],
        [post.detail_type for post in posts],
        [post.detail for post in posts],
    ]


def _posted(row: Any) -> OutboxRow:
    content = (
        QueueMessage(row["body"])
        if row["target"] == "queue"
        else Entry(row["source"], row["detail_type"], row["body"])
    )
    return OutboxRow(row["id"], content, row["tries"])
