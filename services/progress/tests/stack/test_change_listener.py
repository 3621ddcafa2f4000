"""The database says when the feed has something new."""

import asyncio
from contextlib import asynccontextmanager, suppress

import pytest
from progress.adapters.change_listener import ChangeListener
from progress.adapters.store import SqlStore
from progress.handlers.projection import project

pytestmark = pytest.mark.stack

LISTENERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN %' AND datname = '{0}'"
)


@pytest.fixture
async def engine(database):
    await database.run("trac", "INSERT INTO ticket (summary) VALUES ('one')")
    engine = database.engine()
    yield engine
    await engine.dispose()


@asynccontextmanager
async def listening(engine):
    listener = ChangeListener(engine)
    running = asyncio.create_task(listener.run())
    await listener.wait(0, 10)  # it says once that it listens: what came before may be new
    assert listener.count == 1
    yield listener, running
    running.cancel()
    with suppress(asyncio.CancelledError, ConnectionError):
        await running


async def test_signal_comes_with_the_commit_and_not_before(engine, make_events):
    async with listening(engine) as (listener, _):
        async with engine.begin() as connection:
            await project(make_events(ticket=1).answer(1), SqlStore(connection))
            await listener.wait(1, 0.5)
            assert listener.count == 1
        await listener.wait(1, 10)
        assert listener.count > 1


async def test_rolled_back_change_gives_no_signal(engine, make_events):
    async with listening(engine) as (listener, _):
        with suppress(ZeroDivisionError):
            async with engine.begin() as connection:
                await project(make_events(ticket=1).answer(1), SqlStore(connection))
                raise ZeroDivisionError
        await listener.wait(1, 0.5)
        assert listener.count == 1


async def test_ended_connection_raises_connection_error(database, engine):
    async with listening(engine) as (_, running):
        await database.server.run(LISTENERS.format(database.name))
        with pytest.raises(ConnectionError):
            await asyncio.wait_for(running, 10)
