"""The real store keeps the rules, and its own: outages, and a schema that goes up and down."""

import asyncio
from contextlib import asynccontextmanager, suppress
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from traclearn_worker import Misuse, Unavailable
from traclearn_worker.breaker import Breaker, State
from traclearn_worker.postgres.database import open_engine
from traclearn_worker.postgres.outbox import entries, publish
from traclearn_worker.postgres.schema import create_tables, drop_tables
from traclearn_worker.postgres.store import PostgresStore
from traclearn_worker.testing import settings
from worker_scenes.cloud import asynchronous
from worker_scenes.events import answer, graded
from worker_scenes.rules import RULES, finished, taken

pytestmark = pytest.mark.stack


@asynccontextmanager
async def opened(url):
    schema = f"rules_{uuid4().hex[:12]}"
    engine = create_async_engine(asynchronous(url), pool_size=12)
    async with engine.begin() as conn:
        for statement in [f"CREATE SCHEMA {schema}", *create_tables(schema)]:
            await conn.execute(text(statement))
    yield PostgresStore(engine, schema, Breaker("database")), engine, schema
    await engine.dispose()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
async def test_store_rule_holds_on_postgres(rule, given):
    async with opened(given[1]) as (store, _, _):
        await rule(store)


async def test_tables_go_as_they_came(given):
    async with opened(given[1]) as (_, engine, schema), engine.begin() as conn:
        for statement in drop_tables(schema):
            await conn.execute(text(statement))
        left = text("SELECT count(*) FROM pg_class WHERE relnamespace = CAST(:name AS regnamespace)")
        assert (await conn.execute(left, {"name": schema})).scalar_one() == 0


async def test_a_killed_session_is_an_outage_and_no_failure_of_the_event(given):
    async with opened(given[1]) as (store, engine, _):
        with pytest.raises(Unavailable):
            async with store.read() as conn, engine.connect() as other:
                me = (await conn.execute(text("SELECT pg_backend_pid()"))).scalar_one()
                await other.execute(text("SELECT pg_terminate_backend(:me)"), {"me": me})
                await conn.execute(text("SELECT 1"))
        await finished(store, answer())


async def test_what_a_route_publishes_leaves_with_its_transaction_or_not_at_all(given):
    async with opened(given[1]) as (store, engine, schema):
        with suppress(ZeroDivisionError):
            async with engine.begin() as conn:
                await publish(conn, schema, [graded(answer())])
                raise ZeroDivisionError
        assert await store.take(10, 30) == []
        async with engine.begin() as conn:
            await publish(conn, schema, [graded(answer())])
        assert [row.content.detail_type for row in await store.take(10, 30)] == ["AnswerGraded.v1"]


async def killed(engine, *pids):
    async with engine.connect() as conn:
        for pid in pids:
            await conn.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})


async def test_connections_that_ended_in_the_pool_are_nobodys_outage(given):
    async with opened(given[1]) as (_, engine, schema):
        own = open_engine(settings(database_url=asynchronous(given[1])))
        store = PostgresStore(own, schema, Breaker("database"))
        claims = await asyncio.gather(*(taken(store, answer()) for _ in range(3)))
        async with store.read() as one, store.read() as two:
            pids = [(await conn.execute(text("SELECT pg_backend_pid()"))).scalar_one() for conn in (one, two)]
        await killed(engine, *pids)
        await asyncio.sleep(0.2)  # until the loop has heard of it
        for claim in claims:
            await store.complete(claim, [])
        await finished(store, answer())
        await own.dispose()


async def test_session_killed_during_completion_is_an_outage(given):
    async with opened(given[1]) as (store, engine, _):
        claim = await taken(store, answer())
        writing = await store.write(claim)
        me = (await writing.connection.execute(text("SELECT pg_backend_pid()"))).scalar_one()
        await killed(engine, me)
        with pytest.raises(Unavailable):
            await writing.complete(entries([graded(answer())]))
        await writing.rollback()
        await store.complete(claim, [])
        assert await store.take(10, 1.0) == []


async def test_completion_whose_row_is_locked_holds_up_no_other(given):
    async with opened(given[1]) as (store, engine, schema):
        claims = [await taken(store, answer()) for _ in range(3)]
        async with engine.begin() as conn:
            lock = f"SELECT 1 FROM {schema}.inbox WHERE lease_token = :token FOR UPDATE"
            await conn.execute(text(lock), {"token": claims[0].token})
            first, *others = [asyncio.create_task(store.complete(claim, [])) for claim in claims]
            async with asyncio.timeout(5):
                await asyncio.gather(*others)
            assert not first.done()
        await first


async def test_a_read_that_writes_is_refused_and_the_next_transaction_may_write(given):
    async with opened(given[1]) as (store, engine, schema):
        claim = await taken(store, answer())
        for _ in range(engine.pool.size() + 1):  # a connection that was read on is as good as any
            with pytest.raises(Misuse, match=r"checkpoint\(\)"):
                async with store.read() as conn:
                    await conn.execute(text(f"DELETE FROM {schema}.inbox"))
            async with store.checkpoint(claim) as conn:
                await conn.execute(text(f"UPDATE {schema}.inbox SET reason = 'noted'"))
        async with store.read() as conn:
            noted = await conn.execute(text(f"SELECT reason FROM {schema}.inbox"))
            assert noted.scalar_one() == "noted"


async def test_a_server_that_is_away_opens_the_breaker():
    engine = create_async_engine("postgresql+asyncpg://nobody@127.0.0.1:1/nothing")
    breaker = Breaker("database", failures=3)
    store = PostgresStore(engine, "away", breaker)
    for _ in range(3):
        with pytest.raises(Unavailable):
            await store.ping()
    assert breaker.state is State.OPEN
    await engine.dispose()


async def test_a_wrong_statement_is_no_outage(given):
    async with opened(given[1]) as (store, _, _):
        for _ in range(6):
            with pytest.raises(Exception, match="division by zero"):
                async with store.read() as conn:
                    await conn.execute(text("SELECT 1/0"))
        await store.ping()
