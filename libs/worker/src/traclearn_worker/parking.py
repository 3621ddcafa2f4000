"""Events that wait for their cause, in SQL: an answer before its question.

Parking and release of one key exclude each other by the lock on the key's row in `causes`. So a release
either finds the parked event, or parking sees that the cause came after the event was claimed, when the
handler may not have seen it, and has the event tried again. What a claim could see is its `horizon`.
"""

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from traclearn_worker.schema import quoted
from traclearn_worker.store import Claim

LOCK = """
INSERT INTO {causes} AS cause (key) VALUES (:key) ON CONFLICT (key) DO UPDATE SET key = excluded.key
RETURNING released_by IS NOT NULL AND NOT pg_visible_in_snapshot(
    released_by, CAST(CAST(:horizon AS text) AS pg_snapshot))
"""

PARK = """
INSERT INTO {parked} (source, learner, event_id, detail_type, key, body, deadline)
SELECT source, learner, event_id, detail_type, parked_key, :body, parked_until FROM {inbox}
WHERE source = :source AND learner = :learner AND event_id = :event_id
ON CONFLICT (source, learner, event_id) DO UPDATE
   SET key = excluded.key, body = excluded.body, deadline = excluded.deadline
"""

CAME = """
INSERT INTO {causes} (key, released_by) VALUES (:key, pg_current_xact_id())
ON CONFLICT (key) DO UPDATE SET released_by = excluded.released_by
"""

# Out of the table, open again in the inbox, and to the own queue: one statement, so none can be forgotten.
FREE = """
WITH free AS (
    DELETE FROM {parked} WHERE (source, learner, event_id) IN (
        SELECT source, learner, event_id FROM {parked} WHERE {which} FOR UPDATE SKIP LOCKED)
    RETURNING source, learner, event_id, detail_type, body
), opened AS (
    UPDATE {inbox} AS row SET state = 'open', changed_at = now() FROM free
    WHERE row.source = free.source AND row.learner = free.learner AND row.event_id = free.event_id
      AND row.state = 'parked'
)
INSERT INTO {outbox} (target, source, detail_type, body) SELECT 'queue', source, detail_type, body FROM free
"""


class ParkingTable:
    """The parked events of one schema. Every method runs in the caller's transaction."""

    def __init__(self, schema: str) -> None:
        self._schema = quoted(schema)

    async def lock(self, conn: AsyncConnection, claim: Claim, key: str) -> bool:
        """Holds the key until the transaction ends. Whether its cause came after the claim."""
        values = {"key": key, "horizon": claim.horizon}
        return bool((await conn.execute(self._sql(LOCK), values)).scalar_one())

    async def park(self, conn: AsyncConnection, claim: Claim, body: str) -> None:
        """Keeps the message of an event whose inbox row says already what it waits for."""
        source, learner, event_id = claim.key
        values = {"source": source, "learner": learner, "event_id": event_id, "body": body}
        await conn.execute(self._sql(PARK), values)

    async def release(self, conn: AsyncConnection, key: str) -> int:
        """Frees what waits for the key, and remembers that its cause has come."""
        await conn.execute(self._sql(CAME), {"key": key})
        freed = await conn.execute(self._sql(FREE, which="key = :key"), {"key": key})
        return freed.rowcount

    async def expire(self, conn: AsyncConnection) -> int:
        freed = await conn.execute(self._sql(FREE, which="deadline <= now()"), {})
        return freed.rowcount

    def _sql(self, statement: str, which: str = "") -> TextClause:
        names = {name: f"{self._schema}.{name}" for name in ("inbox", "outbox", "parked", "causes")}
        return text(statement.format(which=which, **names))
