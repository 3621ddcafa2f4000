"""What a worker asks of its tables is answered by an index, however many rows there are.

Two things are held of each of `ASKED`, over the statements that `PostgresStore` sends:

- By counting: at 1,000,000 rows PostgreSQL reads no table from end to end, as its statistics say. This alone
  would let an index pass that is read from end to end.
- By time: the median of `TIMES` at 1,000,000 rows is less than `AT_MOST` times that at 10,000 (taken as one
  millisecond where it is less, so that noise decides nothing). Rows are a hundred times as many: what goes
  through all of them takes about a hundred times as long, and what goes down an index one level more. 10 lies
  in the middle of 1 and 100: as far from a scan that caches hide as from a search that a busy machine
  disturbs. So it is no limit on speed; `make bench-runtime` measures that.
"""

import time
from statistics import median
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from traclearn_contracts.topology import INBOX_RETENTION
from traclearn_worker.breaker import Breaker
from traclearn_worker.postgres.schema import create_tables
from traclearn_worker.postgres.store import PostgresStore
from traclearn_worker.store import Claim, Settled
from worker_scenes.cloud import asynchronous
from worker_scenes.events import answer

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

SMALL, LARGE = 10_000, 1_000_000
TIMES = 12
"""Of each: more than the five after which PostgreSQL may make one plan for all values."""
AT_MOST = 10
OLD = 200
"""Rows that may go at each asking, beside all those that may not."""
INBOX = """
INSERT INTO {schema}.inbox (source, learner, event_id, detail_type, state, received_at, changed_at)
SELECT 'traclearn.trac', 'learner ' || n % 997, gen_random_uuid(), 'AnswerSubmitted.v1', 'done', at, at
FROM generate_series(1, {rows}) AS n,
     LATERAL (SELECT now() - make_interval(days => CASE WHEN n <= {old} THEN 50 ELSE 1 END)) AS moments (at)
"""
OUTBOX = """
INSERT INTO {schema}.outbox (target, source, detail_type, body, due_at)
SELECT 'bus', 'traclearn.grader', 'AnswerGraded.v1', '', now() + interval '1 hour'
FROM generate_series(1, {rows} / 10)
"""
PARKED = """
INSERT INTO {schema}.parked (source, learner, event_id, detail_type, key, body, deadline)
SELECT 'traclearn.trac', 'learner', gen_random_uuid(), 'AnswerSubmitted.v1', 'question:' || n, '',
       now() + interval '1 hour' FROM generate_series(1, {rows} / 10) AS n
"""
CAUSES = """
INSERT INTO {schema}.causes (key, released_by)
SELECT 'question:' || n, pg_current_xact_id() FROM generate_series(1, {rows} / 10) AS n
"""
TABLES = {"inbox": INBOX, "outbox": OUTBOX, "parked": PARKED, "causes": CAUSES}
"""Every event stays in the inbox; the others hold what waits, and what was released lately."""
SCANS = text("SELECT relname, seq_scan FROM pg_stat_user_tables WHERE schemaname = :schema AND seq_scan > 0")


def apart(statements):
    """Tables, and their indexes, which are made sooner when the rows are there."""
    indexes = [statement for statement in statements if statement.startswith("CREATE INDEX")]
    return [statement for statement in statements if statement not in indexes], indexes


class Filled:
    """A store over full tables, on one connection, which knows when a whole table was read."""

    def __init__(self, engine, rows):
        self._engine, self._rows = engine, rows
        self._schema = f"rows_{rows}_{uuid4().hex[:6]}"
        self.store = PostgresStore(engine, self._schema, Breaker("database"))

    async def fill(self):
        self.horizon = await self.store.horizon()
        async with self._engine.begin() as conn:
            tables, indexes = apart(create_tables(self._schema))
            for statement in (f"CREATE SCHEMA {self._schema}", *tables):
                await conn.execute(text(statement))
            for table, fill in TABLES.items():
                await conn.execute(text(f"ALTER TABLE {self._schema}.{table} SET UNLOGGED"))
                await conn.exec_driver_sql(fill.format(schema=self._schema, rows=self._rows, old=OLD * TIMES))
            for statement in (*indexes, *(f"ANALYZE {self._schema}.{table}" for table in TABLES)):
                await conn.execute(text(statement))
        await self.scanned()

    async def scanned(self):
        """The tables that were read from end to end since."""
        async with self._engine.begin() as conn:
            await conn.execute(text("SELECT pg_stat_force_next_flush()"))
        async with self._engine.begin() as conn:
            found = (await conn.execute(SCANS, {"schema": self._schema})).scalars().all()
            await conn.execute(text("SELECT pg_stat_reset()"))
        return found


async def claim(filled):
    assert isinstance(await filled.store.claim(answer(), 30, None), Claim)


async def claim_again(filled):
    event = answer()
    claimed = await filled.store.claim(event, 30, None)
    await (await filled.store.write(claimed)).complete([])
    assert await filled.store.claim(event, 30, None) == Settled("done")


async def take(filled):
    assert await filled.store.take(50, 30) == []


async def lag(filled):
    assert await filled.store.lag() > 0


async def sweep(filled):
    assert await filled.store.expire() == 0


async def prune(filled):
    assert await filled.store.prune(OLD, INBOX_RETENTION, filled.horizon) == OLD


async def prune_nothing(filled):
    assert await filled.store.prune(OLD, INBOX_RETENTION, filled.horizon) == 0


ASKED = (claim, claim_again, take, lag, sweep, prune, prune_nothing)


async def figures(url, rows):
    """Seconds of each, and the tables that each read from end to end."""
    engine = create_async_engine(asynchronous(url), pool_size=1, max_overflow=0)
    try:
        filled = Filled(engine, rows)
        await filled.fill()
        return {ask.__name__: await timed(ask, filled) for ask in ASKED}
    finally:
        await engine.dispose()


async def timed(ask, filled):
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        await ask(filled)
        took.append(time.perf_counter() - began)
    return median(took), await filled.scanned()


async def test_nothing_takes_longer_with_a_hundred_times_as_many_rows(given):
    small, large = await figures(given[1], SMALL), await figures(given[1], LARGE)
    for name, (seconds, scanned) in large.items():
        assert not scanned, f"{name} reads all of {scanned}"
        assert seconds < AT_MOST * max(small[name][0], 0.001), (name, small[name], seconds)
