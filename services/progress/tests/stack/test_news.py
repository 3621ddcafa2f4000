"""The database says when the feed has something new."""

import asyncio
from contextlib import asynccontextmanager, suppress

import pytest
from progress.adapters.news import News
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
    news = News(engine)
    running = asyncio.create_task(news.run())
    await news.wait(0, 10)  # it says once that it listens: what came before may be new
    assert news.count == 1
    yield news, running
    running.cancel()
    with suppress(asyncio.CancelledError, ConnectionError):
        await running


async def test_news_comes_with_the_commit_and_not_before(engine, make_events):
    async with listening(engine) as (news, _):
        async with engine.begin() as connection:
            await project(make_events(ticket=1).answer(1), SqlStore(connection))
            await news.wait(1, 0.5)
            assert news.count == 1
        await news.wait(1, 10)
        assert news.count > 1


async def test_what_is_rolled_back_is_no_news(engine, make_events):
    async with listening(engine) as (news, _):
        with suppress(ZeroDivisionError):
            async with engine.begin() as connection:
                await project(make_events(ticket=1).answer(1), SqlStore(connection))
                raise ZeroDivisionError
        await news.wait(1, 0.5)
        assert news.count == 1


async def test_a_connection_that_ends_is_an_error_to_begin_again_after(database, engine):
    async with listening(engine) as (_, running):
        await database.server.run(LISTENERS.format(database.name))
        with pytest.raises(ConnectionError):
            await asyncio.wait_for(running, 10)
