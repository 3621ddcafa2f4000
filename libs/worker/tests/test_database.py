"""The engine of a service."""

import pytest
from traclearn_worker.postgres.database import SPARE_CONNECTIONS, command_engine, open_engine
from traclearn_worker.settings import DatabaseSettings
from traclearn_worker.testing import settings


def test_an_engine_tells_no_answer_in_its_errors_and_has_room_for_the_runtime():
    url = "postgresql+asyncpg://nobody@127.0.0.1:1/nothing"
    engine = open_engine(settings(database_url=url, permits=7)).sync_engine
    assert engine.hide_parameters
    assert engine.pool.size() == 7 + SPARE_CONNECTIONS


@pytest.mark.parametrize("driver", ["postgresql", "postgresql+asyncpg", "postgresql+psycopg"])
async def test_a_command_takes_an_address_of_any_driver(driver):
    at = DatabaseSettings(database_url=f"{driver}://nobody:secret@127.0.0.1:1/nothing?sslmode=require")
    assert "secret" not in repr(at)
    async with command_engine(at) as engine:
        assert (engine.url.drivername, dict(engine.url.query)) == ("postgresql+asyncpg", {"ssl": "require"})
        assert engine.sync_engine.hide_parameters
