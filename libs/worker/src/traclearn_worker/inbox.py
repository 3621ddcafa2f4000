"""The inbox: one row an event, in SQL.

States: `open` nobody is at it · `claimed` under a lease · `parked` waits for a cause · `done` · `failed`.

A claim opens an attempt and only its verdict closes it. A failure adds to `failures`, of which five end in
the dead-letter queue. A claim whose lease ran out without a verdict (kill -9, a lost machine) adds to
`crashes` instead, which any verdict resets: restarts do not use up an event, while one that takes the
process down each time still ends. Handing back leaves both as they were.
"""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection
from traclearn_contracts.events import Event

from traclearn_worker.errors import LeaseLost
from traclearn_worker.schema import quoted
from traclearn_worker.store import Claim, Held, Settled

KEY = "source = :source AND learner = :learner AND event_id = :event_id"
MINE = f"{KEY} AND lease_token = :token AND state = 'claimed'"

REOPEN = """
UPDATE {inbox} SET state = 'open', failures = 0, crashes = 0, replies = DEFAULT, reason = NULL,
       failed_at = NULL, parked_key = NULL, parked_until = NULL, changed_at = now()
WHERE {key} AND state = 'failed' AND failed_at <= :replay_of
"""

CLAIM = """
INSERT INTO {inbox} AS row (source, learner, event_id, detail_type, state, lease_token, lease_until)
VALUES (:source, :learner, :event_id, :detail_type, 'claimed', :token,
        now() + make_interval(secs => :seconds))
ON CONFLICT (source, learner, event_id) DO UPDATE
   SET state = 'claimed', lease_token = excluded.lease_token, lease_until = excluded.lease_until,
       crashes = row.crashes + CASE row.state WHEN 'claimed' THEN 1 ELSE 0 END, changed_at = now()
 WHERE row.state = 'open' OR (row.state = 'claimed' AND row.lease_until <= now())
RETURNING failures, crashes, reason, replies, parked_key, coalesce(parked_until <= now(), false) AS overdue,
          pg_current_snapshot()::text AS horizon
"""

# It came again, so it may come once more: pruning counts from now.
LOOK = """
WITH renewed AS (UPDATE {inbox} SET changed_at = now() WHERE {key} AND state IN ('done', 'failed'))
SELECT state, greatest(extract(epoch FROM lease_until - now()), 0)::float8 AS seconds FROM {inbox} WHERE {key}
"""

FENCE = "SELECT 1 FROM {inbox} WHERE {mine} FOR UPDATE"

# A row that is locked is being written by its own worker, and the lock holds others off by itself.
RENEW = """
UPDATE {inbox} SET lease_until = now() + make_interval(secs => :seconds)
WHERE (source, learner, event_id) IN (
    SELECT source, learner, event_id FROM {inbox}
    WHERE lease_token = ANY(:tokens) AND state = 'claimed' FOR UPDATE SKIP LOCKED)
"""

# A token stays in its row after the verdict, until another claim writes its own: what is settled is not lost.
HELD = "SELECT lease_token FROM {inbox} WHERE lease_token = ANY(:tokens)"

SETTLE = """
UPDATE {inbox} SET {changes}, lease_until = NULL, changed_at = now() WHERE {mine}
"""

REMEMBER = "UPDATE {inbox} SET replies = :replies, changed_at = now() WHERE {mine}"


class InboxTable:
    """The inbox of one schema. Every method runs in the caller's transaction."""

    def __init__(self, schema: str) -> None:
        self._name = f"{quoted(schema)}.inbox"

    async def claim(
        self, conn: AsyncConnection, event: Event, seconds: float, replay_of: datetime | None
    ) -> Claim | Held | Settled:
        producer, learner, event_id = event.inbox_key
        key = {"source": producer, "learner": learner, "event_id": event_id}
        token = uuid4()
        if replay_of is not None:
            await conn.execute(self._sql(REOPEN), {**key, "replay_of": replay_of})
        values = {**key, "detail_type": event.detail_type, "token": token, "seconds": seconds}
        row = (await conn.execute(self._sql(CLAIM), values)).mappings().one_or_none()
        if row is None:
            return await self._look(conn, key)
        return Claim(event.inbox_key, token, **{**row, "replies": json.loads(row["replies"])})

    async def fence(self, conn: AsyncConnection, claim: Claim) -> None:
        """Locks the row until the transaction ends, or raises LeaseLost."""
        if (await conn.execute(self._sql(FENCE), _mine(claim))).first() is None:
            raise LeaseLost("another worker has claimed the event")

    async def renew(self, conn: AsyncConnection, tokens: Collection[UUID], seconds: float) -> set[UUID]:
        values = {"tokens": list(tokens), "seconds": seconds}
        await conn.execute(self._sql(RENEW), values)
        rows = await conn.execute(self._sql(HELD), {"tokens": list(tokens)})
        return {UUID(str(token)) for token in rows.scalars()}

    async def remember(self, conn: AsyncConnection, claim: Claim, replies: dict[str, Any]) -> None:
        await self._fenced(conn, self._sql(REMEMBER), {**_mine(claim), "replies": json.dumps(replies)})

    async def done(self, conn: AsyncConnection, claim: Claim) -> None:
        await self._settle(conn, claim, "state = 'done', replies = DEFAULT, reason = NULL", {})

    async def hand_back(self, conn: AsyncConnection, claim: Claim) -> None:
        await self._settle(conn, claim, "state = 'open', crashes = 0", {})

    async def fail(self, conn: AsyncConnection, claim: Claim, reason: str) -> None:
        changes = "state = 'open', failures = failures + 1, crashes = 0, reason = :reason"
        await self._settle(conn, claim, changes, {"reason": reason})

    async def give_up(self, conn: AsyncConnection, claim: Claim, reason: str, failed_at: datetime) -> None:
        changes = "state = 'failed', failures = failures + 1, reason = :reason, failed_at = :failed_at"
        await self._settle(conn, claim, changes, {"reason": reason, "failed_at": failed_at})

    async def park(self, conn: AsyncConnection, claim: Claim, key: str, seconds: float) -> None:
        changes = """state = 'parked', crashes = 0, parked_key = CAST(:key AS text), parked_until =
            CASE WHEN parked_key = CAST(:key AS text) THEN parked_until
                 ELSE now() + make_interval(secs => :seconds) END"""
        await self._settle(conn, claim, changes, {"key": key, "seconds": seconds})

    async def _settle(
        self, conn: AsyncConnection, claim: Claim, changes: str, values: dict[str, object]
    ) -> None:
        await self._fenced(conn, self._sql(SETTLE, changes), {**_mine(claim), **values})

    async def _fenced(self, conn: AsyncConnection, statement: TextClause, values: dict[str, object]) -> None:
        if (await conn.execute(statement, values)).rowcount != 1:
            raise LeaseLost("another worker has claimed the event")

    async def _look(self, conn: AsyncConnection, key: dict[str, object]) -> Held | Settled:
        row = (await conn.execute(self._sql(LOOK), key)).one()
        return Held(row.seconds) if row.state in {"claimed", "open"} else Settled(row.state)

    def _sql(self, statement: str, changes: str = "") -> TextClause:
        return text(statement.format(inbox=self._name, key=KEY, mine=MINE, changes=changes))


def _mine(claim: Claim) -> dict[str, object]:
    source, learner, event_id = claim.key
    return {"source": source, "learner": learner, "event_id": event_id, "token": claim.token}
