"""Events that wait for their cause, in SQL: an answer before its question.

Parking on one key and unparking exclude each other by the lock on the key's row in `causes`. So unparking
either finds the parked event, or parking sees that the cause came after the event was claimed, when the
handler may not have seen it, and has the event tried again. What a claim could see is its `horizon`.
"""

from traclearn_worker.postgres.driver import Driver
from traclearn_worker.postgres.schema import quoted
from traclearn_worker.store import Claim

LOCK = """
INSERT INTO {causes} AS cause (key) VALUES ($1) ON CONFLICT (key) DO UPDATE SET key = excluded.key
RETURNING released_by IS NOT NULL AND NOT pg_visible_in_snapshot(
    released_by, $2::text::pg_snapshot)
"""

PARK = """
INSERT INTO {parked} (source, learner, event_id, detail_type, key, body, deadline)
SELECT source, learner, event_id, detail_type, parked_key, $4, parked_until FROM {inbox}
WHERE source = $1 AND learner = $2 AND event_id = $3
ON CONFLICT (source, learner, event_id) DO UPDATE
   SET key = excluded.key, body = excluded.body, deadline = excluded.deadline
"""

CAME = """
INSERT INTO {causes} (key, released_by) VALUES ($1, pg_current_xact_id())
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
RETURNING 1
"""


class ParkingTable:
    """The parked events of one schema. What takes two statements runs in the caller's transaction."""

    def __init__(self, schema: str) -> None:
        names = {name: f"{quoted(schema)}.{name}" for name in ("inbox", "outbox", "parked", "causes")}
        self._lock, self._park, self._came = (sql.format(**names) for sql in (LOCK, PARK, CAME))
        self._free_key = FREE.format(which="key = $1", **names)
        self._free_overdue = FREE.format(which="deadline <= now()", **names)

    async def lock(self, conn: Driver, claim: Claim, key: str) -> bool:
        """Holds the key until the transaction ends. Whether its cause came after the claim."""
        return bool(await conn.fetchval(self._lock, key, claim.horizon))

    async def park(self, conn: Driver, claim: Claim, body: str) -> None:
        """Keeps the message of an event whose inbox row says already what it waits for."""
        await conn.fetch(self._park, *claim.key, body)

    async def unpark(self, conn: Driver, key: str) -> int:
        """Frees what waits for the key, and remembers that its cause has come."""
        await conn.fetch(self._came, key)
        return len(await conn.fetch(self._free_key, key))

    async def expire(self, conn: Driver) -> int:
        return len(await conn.fetch(self._free_overdue))
