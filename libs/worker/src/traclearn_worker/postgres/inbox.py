"""The inbox: one row an event, in SQL. How an attempt takes it and keeps it; `outcomes` is how it ends.

States: `open` nobody is at it · `claimed` under a lease · `parked` waits for a cause · `done` · `failed`.

A claim opens an attempt and only its verdict closes it. A failure adds to `failures`, of which five end in
the dead-letter queue. A claim whose lease ran out without a verdict (kill -9, a lost machine) adds to
`crashes` instead, which any verdict resets: restarts do not use up an event, while one that takes the
process down each time still ends. A release leaves both as they were. What has some crashes is tried alone
(`quarantine`), so that the one at fault is found.
"""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection
from traclearn_contracts.events import Event

from traclearn_worker.errors import LeaseLost
from traclearn_worker.postgres.driver import Driver
from traclearn_worker.postgres.schema import quoted
from traclearn_worker.store import Claim, Held, Settled

KEY = "source = $1 AND learner = $2 AND event_id = $3"
MINE = f"{KEY} AND lease_token = $4 AND state = 'claimed'"

# Waits only for another claim of the same event, which is as short; in one order, so never for each other.
CLAIM_NEW = """
INSERT INTO {inbox} (source, learner, event_id, detail_type, state, lease_token, lease_until)
SELECT source, learner, event_id, detail_type, 'claimed', token, now() + make_interval(secs => seconds)
FROM unnest($1::text[], $2::text[], $3::uuid[], $4::text[], $5::uuid[], $6::float8[])
     AS asked(source, learner, event_id, detail_type, token, seconds)
ORDER BY source, learner, event_id
ON CONFLICT (source, learner, event_id) DO NOTHING
RETURNING lease_token, pg_current_snapshot()::text AS horizon
"""

REOPEN = """
UPDATE {inbox} SET state = 'open', failures = 0, crashes = 0, replies = DEFAULT, reason = NULL,
       failed_at = NULL, parked_key = NULL, parked_until = NULL, changed_at = now()
WHERE {key} AND state = 'failed' AND failed_at <= $4
"""

CLAIM = """
INSERT INTO {inbox} AS row (source, learner, event_id, detail_type, state, lease_token, lease_until)
VALUES ($1, $2, $3, $4, 'claimed', $5, now() + make_interval(secs => $6))
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
UPDATE {inbox} SET lease_until = now() + make_interval(secs => $2)
WHERE (source, learner, event_id) IN (
    SELECT source, learner, event_id FROM {inbox}
    WHERE lease_token = ANY($1) AND state = 'claimed' FOR UPDATE SKIP LOCKED)
"""

# A token stays in its row after the verdict, until another claim writes its own: what is settled is not lost.
HELD = "SELECT lease_token FROM {inbox} WHERE lease_token = ANY($1)"

REMEMBER = "UPDATE {inbox} SET replies = $5, changed_at = now() WHERE {mine} RETURNING 1"


class InboxTable:
    """The inbox of one schema. What takes a Driver may stand alone or in the caller's transaction."""

    def __init__(self, schema: str) -> None:
        names = {"inbox": f"{quoted(schema)}.inbox", "key": KEY, "mine": MINE}
        self._claim_new, self._claim = CLAIM_NEW.format(**names), CLAIM.format(**names)
        self._reopen, self._look = REOPEN.format(**names), LOOK.format(**names)
        self._fence, self._remember = FENCE.format(**names), REMEMBER.format(**names)
        self._renew, self._held = RENEW.format(**names), HELD.format(**names)

    async def claim_new(self, conn: Driver, asked: Sequence[tuple[Event, float]]) -> list[Claim | None]:
        """Takes each event for its seconds, in one statement. None for one that has a row already."""
        keys = [event.inbox_key for event, _ in asked]
        tokens = [uuid4() for _ in asked]
        rows = await conn.fetch(
            self._claim_new,
            *(list(column) for column in zip(*keys, strict=True)),
            [event.detail_type for event, _ in asked],
            tokens,
            [seconds for _, seconds in asked],
        )
        horizons = {row["lease_token"]: row["horizon"] for row in rows}
        return [
            Claim(key, token, horizon=horizons[token]) if token in horizons else None
            for key, token in zip(keys, tokens, strict=True)
        ]

    async def claim(
        self, conn: Driver, event: Event, seconds: float, replay_of: datetime | None
    ) -> Claim | Held | Settled:
        """Takes an event that may have a row; waits for whoever writes it just now."""
        key, token = event.inbox_key, uuid4()
        if replay_of is not None:
            await conn.fetch(self._reopen, *key, replay_of)
        row = await conn.fetchrow(self._claim, *key, event.detail_type, token, seconds)
        if row is None:
            return await self._found(conn, event)
        return Claim(key, token, **{**row, "replies": json.loads(row["replies"])})

    async def fence(self, conn: AsyncConnection, claim: Claim) -> None:
        """Locks the row until the transaction ends, or raises LeaseLost. SQLAlchemy begins it so."""
        if (await conn.exec_driver_sql(self._fence, (*claim.key, claim.token))).first() is None:
            raise LeaseLost

    async def renew(self, conn: Driver, tokens: Collection[UUID], seconds: float) -> set[UUID]:
        await conn.fetch(self._renew, list(tokens), seconds)
        return {row["lease_token"] for row in await conn.fetch(self._held, list(tokens))}

    async def remember(self, conn: Driver, claim: Claim, replies: dict[str, Any]) -> None:
        if await conn.fetchval(self._remember, *claim.key, claim.token, json.dumps(replies)) is None:
            raise LeaseLost

    async def _found(self, conn: Driver, event: Event) -> Held | Settled:
        row = await conn.fetchrow(self._look, *event.inbox_key)
        if row is None:
            raise LookupError("the event's row went while it was looked at")
        return Held(row["seconds"]) if row["state"] in {"claimed", "open"} else Settled(row["state"])
