"""PostgreSQL for these tests; see `traclearn_local.stores.scratch_postgres`."""

import asyncio
import os
import secrets
import subprocess
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from traclearn_local.stores.scratch_postgres import administrator

SERVICE = Path(__file__).parents[2]
MAKE_ROLES = """DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'traclearn') THEN CREATE ROLE traclearn LOGIN; END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'grader') THEN CREATE ROLE grader LOGIN; END IF;
END $$"""


class Database:
    """A database of one test, owned by `traclearn` and used by `grader`; the administrator plays both."""

    def __init__(self, admin):
        self.admin, self.name = admin, f"grader_test_{secrets.token_hex(4)}"

    def url(self, driver="postgresql"):
        return self.admin.set(drivername=driver, database=self.name).render_as_string(hide_password=False)

    async def create(self, template="template1"):
        await self._administer(MAKE_ROLES)
        await self._administer(f"CREATE DATABASE {self.name} OWNER traclearn TEMPLATE {template}")
        await self._administer(f"ALTER DATABASE {self.name} SET role = 'traclearn'")

    async def drop(self):
        await self._administer(f"DROP DATABASE {self.name} WITH (FORCE)")

    async def _administer(self, statement):
        connection = await asyncpg.connect(self.admin.render_as_string(hide_password=False))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    async def run(self, sql, *arguments, role="traclearn"):
        connection = await asyncpg.connect(self.url(), server_settings={"role": role})
        try:
            return await connection.fetch(sql, *arguments)
        finally:
            await connection.close()

    def alembic(self, *arguments):
        environment = os.environ | {"MIGRATION_DATABASE_URL": self.url("postgresql+asyncpg")}
        command = [sys.executable, "-m", "alembic", *arguments]
        done = subprocess.run(
            command, cwd=SERVICE, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr + done.stdout


@pytest.fixture(scope="session")
def admin():
    with administrator() as url:
        yield make_url(url)


@pytest.fixture
async def unmigrated(admin):
    async with made(admin) as database:
        yield database


@pytest.fixture(scope="session")
def template(admin):
    """The service's schema, without rows: each test gets a copy."""
    database = Database(admin)
    asyncio.run(database.create())
    database.alembic("upgrade", "head")
    yield database.name
    asyncio.run(database.drop())


@pytest.fixture
async def database(admin, template):
    async with made(admin, template=template) as database:
        yield database


@asynccontextmanager
async def made(admin, **options):
    database = Database(admin)
    await database.create(**options)
    yield database
    await database.drop()


@pytest.fixture
async def begin(database):
    """Short transactions as the service's role."""
    settings = {"server_settings": {"role": "grader"}}
    engine = create_async_engine(
        database.url("postgresql+asyncpg"), connect_args=settings, pool_size=20, hide_parameters=True
    )
    yield engine.begin
    await engine.dispose()
