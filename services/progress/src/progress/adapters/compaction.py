"""Removes rows of the feed that say nothing any more."""

from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

ROW_RETENTION = timedelta(days=30)
"""How long a row stays at least. An event may lie 14 days in a dead-letter queue and 14 in the bus's archive;
2 are for whoever puts it back. So long there is a row of whatever may come again."""
CLAIM_RETENTION = timedelta(days=90)
"""A reader that did not ask for so long holds up nothing. It finds the states; an echo that it missed comes
again with the event, which Trac sends until then."""

COMPACT = text("""
    WITH looked AS (
        SELECT * FROM learning.changes
        WHERE id > :position AND id <= (
            SELECT min(cursor) FROM learning.feed_readers
            WHERE seen_at > clock_timestamp() - CAST(:claim_retention AS interval))
        ORDER BY id LIMIT :batch
    ), old AS (
        SELECT * FROM looked WHERE at < clock_timestamp() - CAST(:retention AS interval)
    ), gone AS (
        DELETE FROM learning.changes c USING old
        WHERE c.id = old.id AND CASE
            WHEN old.hint_id IS NOT NULL THEN EXISTS (
                SELECT FROM learning.changes later
                WHERE later.ticket_id = old.ticket_id AND later.cognito_user_id = old.cognito_user_id
                    AND later.hint_id = old.hint_id AND later.id > old.id)
            WHEN old.content IS NOT NULL THEN EXISTS (
                SELECT FROM learning.changes later WHERE later.document = old.document AND later.id > old.id
                    AND later.content IS NOT NULL)
            WHEN old.path IS NOT NULL THEN EXISTS (
                SELECT FROM learning.changes later WHERE later.path_id = old.path_id AND later.id > old.id
                    AND later.path IS NOT NULL)
            WHEN old.review IS NOT NULL THEN EXISTS (
                SELECT FROM learning.changes later
                WHERE later.ticket_id = old.ticket_id AND later.cognito_user_id = old.cognito_user_id
                    AND later.id > old.id AND later.review IS NOT NULL)
            WHEN old.appeal IS NOT NULL THEN EXISTS (
                SELECT FROM learning.changes later
                WHERE later.ticket_id = old.ticket_id AND later.cognito_user_id = old.cognito_user_id
                    AND later.attempt = old.attempt AND later.id > old.id AND later.appeal IS NOT NULL)
            WHEN old.state IS NULL AND (old.attempt IS NULL OR old.reason = 'outranked') THEN true
            ELSE EXISTS (
                SELECT FROM learning.changes later
                WHERE later.ticket_id = old.ticket_id AND later.cognito_user_id = old.cognito_user_id
                    AND later.attempt = old.attempt AND later.id > old.id
                    AND later.state IS NOT NULL AND later.state ->> 'answer' IS NULL
                    AND (old.counting_grade IS NULL OR later.counting_grade IS NOT NULL)) END
        RETURNING 1
    )
    SELECT (SELECT max(id) FROM old), (SELECT count(*) FROM gone)""")


class Compaction:
    """Of each attempt, document, path, review, appeal and hint the last row stays, for it carries the state;
    an echo goes.

    Nothing goes before every reader is past it, nor while none is known.
    """

    def __init__(self, engine: AsyncEngine, retention: timedelta = ROW_RETENTION) -> None:
        self._engine = engine
        self._retention = retention

    async def compact(self, position: int, batch: int) -> tuple[int | None, int]:
        """Looks at up to `batch` rows behind the position: the last that is old enough, if any, and how many
        went."""
        values = {
            "position": position,
            "batch": batch,
            "retention": self._retention,
            "claim_retention": CLAIM_RETENTION,
        }
        async with self._engine.begin() as connection:
            await connection.execute(text("SELECT set_config('learning.scope', 'projector', true)"))
            last, gone = (await connection.execute(COMPACT, values)).one()
        return last, gone
