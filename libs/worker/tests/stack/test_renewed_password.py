"""A password that is renewed under a running pool, on a real PostgreSQL."""

import re
from contextlib import suppress

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from traclearn_local.scratch import administrator
from traclearn_worker import secret_password
from traclearn_worker.database import open_engine
from traclearn_worker.secret_password import SecretPassword
from traclearn_worker.testing import settings

pytestmark = pytest.mark.stack
CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'renewed'"


@pytest.fixture(scope="module")
def server():
    with administrator() as url, psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE ROLE renewed LOGIN PASSWORD 'first'")
        yield url, connection


@pytest.fixture
def secret(monkeypatch):
    """The secret's password, to be changed; nothing of it is kept."""
    password = ["first"]

    async def read(_):
        return password[0]

    monkeypatch.setattr(SecretPassword, "_read", read)
    monkeypatch.setattr(secret_password, "KEPT_S", 0)
    return password


async def user_of(engine):
    async with engine.begin() as connection:
        return await connection.scalar(text("SELECT current_user"))


async def test_pool_goes_on_when_its_password_is_renewed(server, secret):
    url, administration = server
    address = re.sub(r"//[^@]*@", "//renewed@", url).replace("postgresql:", "postgresql+asyncpg:")
    engine = open_engine(settings(database_url=address, database_secret="renewed-database"))
    try:
        assert await user_of(engine) == "renewed"
        administration.execute("ALTER ROLE renewed PASSWORD 'second'")
        assert await user_of(engine) == "renewed", "an open connection stays"
        secret[0] = "second"
        administration.execute(CUT)
        with suppress(DBAPIError):  # one that was open, whose end was not heard of yet
            await user_of(engine)
        assert await user_of(engine) == "renewed"
    finally:
        await engine.dispose()
