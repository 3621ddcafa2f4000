"""The rows that an attempt's end leaves in inbox and outbox, in SQL; `settlement` decides which.

Every statement is fenced: it finds no row of a lost claim.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from traclearn_worker.errors import LeaseLost
from traclearn_worker.postgres.driver import Driver
from traclearn_worker.postgres.inbox import MINE
from traclearn_worker.postgres.schema import quoted
from traclearn_worker.store import Claim
from traclearn_worker.transport import Entry

END = "UPDATE {inbox} SET {changes}, lease_until = NULL, changed_at = now() WHERE {mine} RETURNING 1"

# The events that follow go into the outbox with it, in the order in which the handler returned them.
COMPLETE = """
WITH settled AS (
    UPDATE {inbox}
    SET state = 'done', replies = DEFAULT, reason = NULL, lease_until = NULL, changed_at = now()
    WHERE {which} RETURNING lease_token
), posted AS (
    INSERT INTO {outbox} (target, source, detail_type, body)
    SELECT 'bus', post.source, post.detail_type, post.body
    FROM unnest($5::uuid[], $6::text[], $7::text[], $8::text[]) WITH ORDINALITY
         AS post(token, source, detail_type, body, place)
    JOIN settled ON settled.lease_token = post.token ORDER BY post.place
)
SELECT lease_token FROM settled
"""

# One look into the index a row, whatever the planner believes. A row that is locked is left to `complete`.
UNLOCKED = """
ctid = ANY(ARRAY(
    SELECT found.ctid FROM unnest($1::text[], $2::text[], $3::uuid[], $4::uuid[])
                           AS asked(source, learner, event_id, token)
    CROSS JOIN LATERAL (
        SELECT row.ctid FROM {inbox} AS row
        WHERE row.source = asked.source AND row.learner = asked.learner AND row.event_id = asked.event_id
          AND row.lease_token = asked.token AND row.state = 'claimed' FOR UPDATE SKIP LOCKED) AS found))
"""

RELEASE = "state = 'open'"
RETRY = "state = 'open', failures = failures + 1, crashes = 0, reason = $5"
DEAD_LETTER = "state = 'failed', failures = failures + 1, reason = $5, failed_at = $6"
PARK = """
state = 'parked', crashes = 0, parked_key = $5::text, parked_until =
CASE WHEN parked_key = $5::text THEN parked_until ELSE now() + make_interval(secs => $6) END
"""

Completion = tuple[Claim, Sequence[Entry]]
"""A claim that is done, and the events that follow."""


class OutcomeTable:
    """How the claims of one schema end. Each may stand alone or in the caller's transaction."""

    def __init__(self, schema: str) -> None:
        names = {"inbox": f"{quoted(schema)}.inbox", "outbox": f"{quoted(schema)}.outbox", "mine": MINE}
        changes = {"release": RELEASE, "retry": RETRY, "dead_letter": DEAD_LETTER, "park": PARK}
        self._end = {name: END.format(changes=change, **names) for name, change in changes.items()}
        self._complete = COMPLETE.format(which=MINE, **names)
        self._complete_unlocked = COMPLETE.format(which=UNLOCKED.format(**names), **names)

    async def complete_unlocked(self, conn: Driver, completions: Sequence[Completion]) -> list[bool]:
        """All in one statement. False for one whose row is locked, or not ours any more: `complete` tells."""
        claims = [(*claim.key, claim.token) for claim, _ in completions]
        columns = [list(column) for column in zip(*claims, strict=True)]
        rows = await conn.fetch(self._complete_unlocked, *columns, *_posts(completions))
        settled = {row["lease_token"] for row in rows}
        return [claim.token in settled for claim, _ in completions]

    async def complete(self, conn: Driver, claim: Claim, events: Sequence[Entry]) -> None:
        token: UUID | None = await conn.fetchval(
            self._complete, *claim.key, claim.token, *_posts([(claim, events)])
        )
        _ours(token)

    async def release(self, conn: Driver, claim: Claim) -> None:
        _ours(await conn.fetchval(self._end["release"], *claim.key, claim.token))

    async def retry(self, conn: Driver, claim: Claim, reason: str) -> None:
        _ours(await conn.fetchval(self._end["retry"], *claim.key, claim.token, reason))

    async def dead_letter(self, conn: Driver, claim: Claim, reason: str, failed_at: datetime) -> None:
        _ours(await conn.fetchval(self._end["dead_letter"], *claim.key, claim.token, reason, failed_at))

    async def park(self, conn: Driver, claim: Claim, key: str, seconds: float) -> None:
        _ours(await conn.fetchval(self._end["park"], *claim.key, claim.token, key, seconds))


def _posts(completions: Sequence[Completion]) -> list[list[object]]:
    """The events by column, each with the token of the claim that it follows."""
    posts = [(claim.token, post) for claim, events in completions for post in events]
    return [
        [token for token, _ in posts],
        [post.source for _, post in posts],
        [post.detail_type for _, post in posts],
        [post.detail for _, post in posts],
    ]


def _ours(found: object) -> None:
    if found is None:
        raise LeaseLost
