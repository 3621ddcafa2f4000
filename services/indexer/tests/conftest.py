"""What tests of handlers share, and a database with the service's schema."""

import asyncio
import os
import secrets
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.engine import make_url
from traclearn_local.stores.scratch_postgres import administrator

SERVICE = Path(__file__).parents[1]
MAKE_ROLE = """DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'indexer') THEN CREATE ROLE indexer LOGIN; END IF;
END $$"""


async def administer(url, *statements):
    connection = await asyncpg.connect(url.render_as_string(hide_password=False))
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="module")
def migrated():
    """The address of a database with the service's schema."""
    with administrator() as given:
        admin, name = make_url(given), f"indexer_test_{secrets.token_hex(4)}"
        asyncio.run(administer(admin, MAKE_ROLE, f"CREATE DATABASE {name}"))
        url = admin.set(drivername="postgresql+asyncpg", database=name).render_as_string(hide_password=False)
        command = [sys.executable, "-m", "alembic", "upgrade", "head"]
        environment = os.environ | {"MIGRATION_DATABASE_URL": url}
        subprocess.run(command, cwd=SERVICE, env=environment, capture_output=True, check=True)
        yield url
        asyncio.run(administer(admin, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def later(monkeypatch):
    """`later(seconds)` moves the event loop's clock."""

    def move(seconds):
        loop = asyncio.get_running_loop()
        now = loop.time() + seconds
        monkeypatch.setattr(loop, "time", lambda: now)

    return move
