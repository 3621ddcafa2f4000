"""Works out again what counts, where a former version of the projector kept grades after the migration."""

from datetime import timedelta

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from progress.adapters.store import SqlStore
from progress.adapters.tables import PROGRESS
from progress.domain.attempt_change import counting_change
from progress.domain.counting import counting_of

RECENT = text("""
    SELECT DISTINCT ticket_id, cognito_user_id FROM learning.ledger
    WHERE recorded_at > now() - CAST(:since AS interval) ORDER BY 1, 2""")


async def recount(engine: AsyncEngine, since: timedelta) -> int:
    """Of every learner and question with a grade that came within `since`. How many counted otherwise;
    readers of the feed are told of each. Run again it changes nothing."""
    async with engine.begin() as connection:
        await SqlStore(connection).lock_ticket(None)
        found = (await connection.execute(RECENT, {"since": since})).all()
    changed = 0
    for ticket, learner in found:
        async with engine.begin() as connection:
            changed += await _recount_one(connection, ticket, learner)
    return changed


async def _recount_one(connection: AsyncConnection, ticket: int, learner: str) -> bool:
    store = SqlStore(connection)
    if not await store.lock_ticket(ticket):
        return False
    record = await store.find_record(learner, ticket)
    counting = counting_of(record)
    columns = (PROGRESS.c.counting_attempt, PROGRESS.c.counting_score, PROGRESS.c.counting_grade)
    of_ticket = (PROGRESS.c.ticket_id == ticket, PROGRESS.c.cognito_user_id == learner)
    row = (await connection.execute(select(*columns).where(*of_ticket))).one_or_none()
    wanted = (counting.attempt, counting.score, counting.grade.id) if counting else (None, None, None)
    if row is None or tuple(row) == wanted:
        return False
    await store.save_record(record, ())
    await store.append_change(counting_change(record))
    return True
