"""PostgreSQL for these tests; see `traclearn_local.stores.scratch_postgres`."""

import asyncio
import os
import secrets
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest
from progress.adapters.store import SqlStore
from progress.handlers.projection import project
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from traclearn_local.stores.scratch_postgres import administrator

SERVICE = Path(__file__).parents[2]
CAPTURED = {"capture_output": True, "text": True, "check": False}
ROLES = ("traclearn", "trac", "grader", "progress")


class Server:
    """Where databases are made. The administrator plays the roles."""

    def __init__(self, url):
        self.url = url

    async def run(self, *statements):
        connection = await asyncpg.connect(self.url.render_as_string(hide_password=False))
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    async def roles(self):
        make = (
            "IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{0}') THEN CREATE ROLE {0} LOGIN; END IF;"
        )
        await self.run(
            "DO $$ BEGIN " + " ".join(make.format(role) for role in ROLES) + " END $$",
            "GRANT trac, grader, progress TO traclearn",
        )

    async def create(self, owner="traclearn", template="template1"):
        name = f"progress_test_{secrets.token_hex(4)}"
        await self.run(
            f"CREATE DATABASE {name} OWNER {owner} TEMPLATE {template}",
            f"ALTER DATABASE {name} SET role = '{owner}'",
        )
        return Database(self, name, owner)


class Database:
    def __init__(self, server, name, owner):
        self.server, self.name, self.owner = server, name, owner

    def url(self, driver="postgresql"):
        url = self.server.url.set(drivername=driver, database=self.name)
        return url.render_as_string(hide_password=False)

    async def hand_over(self, owner):
        self.owner = owner
        await self.server.run(
            f"ALTER DATABASE {self.name} OWNER TO {owner}", f"ALTER DATABASE {self.name} SET role = '{owner}'"
        )

    async def drop(self):
        await self.server.run(f"DROP DATABASE {self.name} WITH (FORCE)")

    async def connect(self, role):
        return await asyncpg.connect(self.url(), server_settings={"role": role})

    def engine(self, role="progress", **options):
        settings = {"server_settings": {"role": role}}
        return create_async_engine(self.url("postgresql+asyncpg"), connect_args=settings, **options)

    async def run(self, role, sql, *arguments):
        connection = await self.connect(role)
        try:
            return await connection.fetch(sql, *arguments)
        finally:
            await connection.close()

    async def seen(self, sql, **settings):
        """What role progress sees in a transaction with these settings of `learning`."""
        connection = await self.connect("progress")
        try:
            async with connection.transaction():
                for name, value in settings.items():
                    await connection.fetchval("SELECT set_config($1, $2, true)", f"learning.{name}", value)
                return [dict(row) for row in await connection.fetch(sql)]
        finally:
            await connection.close()

    def alembic(self, *arguments, fails=False):
        """Runs alembic as the owner does, in a process of its own; what it printed."""
        environment = os.environ | {"MIGRATION_DATABASE_URL": self.url("postgresql+asyncpg")}
        command = [sys.executable, "-m", "alembic", *arguments]
        done = subprocess.run(
            command, cwd=SERVICE, env=environment, capture_output=True, text=True, check=False
        )
        assert (done.returncode != 0) == fails, done.stderr + done.stdout
        return done.stderr + done.stdout


@pytest.fixture(scope="session")
def server():
    with administrator() as url:
        found = Server(make_url(url))
        asyncio.run(found.roles())
        yield found


@pytest.fixture
async def empty(server):
    """A database that nobody has migrated."""
    database = await server.create()
    yield database
    await database.drop()


@pytest.fixture(scope="session")
def migrated(server):
    """The template of `database`."""
    template = asyncio.run(server.create())
    template.alembic("upgrade", "head")
    yield template
    asyncio.run(template.drop())


@pytest.fixture
async def database(server, migrated):
    """A migrated database of the test's own."""
    database = await server.create(template=migrated.name)
    yield database
    await database.drop()


@pytest.fixture
async def engine(database):
    engine = database.engine()
    yield engine
    await engine.dispose()


@pytest.fixture
def take(engine):
    """Projects events, each in a transaction of its own."""

    async def take(*events):
        for event in events:
            async with engine.begin() as connection:
                await project(event, SqlStore(connection))

    return take


@pytest.fixture
def trac():
    """Trac 1.4.4's own command, as `make up` installs it (or `TRAC_ADMIN`)."""
    command = os.environ.get("TRAC_ADMIN") or SERVICE.parents[1] / ".traclearn/tools/trac/bin/trac-admin"
    assert Path(command).exists(), "Trac 1.4.4 is missing: run `make install`, or set TRAC_ADMIN"

    def run(*arguments):
        done = subprocess.run(
            [str(command), *map(str, arguments)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run
