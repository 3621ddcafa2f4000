"""No cursor skips a row, however long a transaction stays open."""

import asyncio
import random

import pytest
from progress.adapters.reader import Reader
from progress.adapters.store import SqlStore
from progress.domain.change import Change

pytestmark = pytest.mark.stack


@pytest.fixture
async def engine(database):
    engine = database.engine(pool_size=20)
    yield engine
    await engine.dispose()


async def append(engine, ticket, hold=0.0, appended=None, go_on=None):
    """A projector's transaction that stays open after its feed row: for a while, or until told."""
    async with engine.begin() as connection:
        store = SqlStore(connection)
        await store.lock_ticket(ticket)
        await store.append_change(Change("graded", None, None, ticket))
        await asyncio.sleep(hold)
        if appended:
            appended.set()
            await go_on.wait()


async def read(reader, cursor):
    found = await reader.changes(cursor, 500)
    return [row["ticket"] for row in found], found[-1]["id"] if found else cursor


async def test_a_transaction_held_open_loses_no_row(engine):
    reader, appended, go_on = Reader(engine), asyncio.Event(), asyncio.Event()
    held = asyncio.create_task(append(engine, 1, appended=appended, go_on=go_on))
    await appended.wait()
    second = asyncio.create_task(append(engine, 2))
    await asyncio.sleep(0.2)
    seen, cursor = await read(reader, 0)
    assert (seen, second.done()) == ([], False), "the second waits: its row must not come before the first's"
    go_on.set()
    await asyncio.gather(held, second)
    seen, cursor = await read(reader, cursor)
    assert seen == [1, 2]


async def test_without_the_lock_a_row_would_be_lost(database, engine):
    """What the trigger is for, seen without it."""
    await database.run("traclearn", "ALTER TABLE learning.changes DISABLE TRIGGER one_writer_at_a_time")
    reader, appended, go_on = Reader(engine), asyncio.Event(), asyncio.Event()
    held = asyncio.create_task(append(engine, 1, appended=appended, go_on=go_on))
    await appended.wait()
    await append(engine, 2)
    seen, cursor = await read(reader, 0)
    go_on.set()
    await held
    later, _ = await read(reader, cursor)
    assert (seen, later) == ([2], [])


async def test_reader_beside_many_writers_sees_each_row_once_in_order(engine):
    reader, writers, each = Reader(engine), 8, 25
    dice = random.Random(1)

    async def write(writer):
        for number in range(each):
            await append(engine, writer * each + number + 1, hold=dice.choice([0, 0, 0, 0.01]))

    async def follow():
        seen, cursor = [], 0
        while len(seen) < writers * each:
            new, cursor = await read(reader, cursor)
            seen += new
            await asyncio.sleep(0.001)
        return seen

    following = asyncio.create_task(follow())
    await asyncio.gather(*(write(writer) for writer in range(writers)))
    seen = await asyncio.wait_for(following, 10)
    assert sorted(seen) == list(range(1, writers * each + 1))


async def test_a_roll_back_leaves_a_gap_and_no_row(engine):
    async with engine.connect() as connection:
        store = SqlStore(connection)
        await store.lock_ticket(1)
        await store.append_change(Change("graded", None, None, 1))
        await connection.rollback()
    await append(engine, 2)
    assert (await read(Reader(engine), 0))[0] == [2]
