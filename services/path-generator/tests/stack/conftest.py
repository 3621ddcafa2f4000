"""PostgreSQL with the service's schema, Neo4j with a course in it, and the service on both."""

import asyncio
import os
import secrets
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest
from path_generator.adapters.store import SqlStore
from path_generator.bootstrap import bootstrap
from path_generator.settings import Settings
from sqlalchemy.engine import make_url
from traclearn_corpus import Graph, GraphAway
from traclearn_local.install import model
from traclearn_local.secrets import passwords
from traclearn_local.stack import Stack, offsets
from traclearn_local.stores import neo4j
from traclearn_local.stores.scratch_postgres import administrator, free_port
from traclearn_worker.postgres.database import transactions

from .course import teach

SERVICE = Path(__file__).parents[2]
START_TIMEOUT_S = 120
ROLES = """DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'path_generator') THEN
        CREATE ROLE path_generator LOGIN; END IF;
END $$"""


async def administer(url, *statements):
    connection = await asyncpg.connect(url.render_as_string(hide_password=False))
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def admin():
    with administrator() as url:
        yield make_url(url)


class Database:
    """Of one test; the administrator plays the service's role."""

    def __init__(self, admin):
        self.admin, self.name = admin, f"paths_test_{secrets.token_hex(4)}"

    @property
    def url(self):
        return self.admin.set(drivername="postgresql+asyncpg", database=self.name).render_as_string(False)

    def alembic(self, *words):
        done = subprocess.run(
            [sys.executable, "-m", "alembic", *words],
            cwd=SERVICE,
            env=os.environ | {"MIGRATION_DATABASE_URL": self.url},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    async def run(self, sql, role=None):
        url = self.admin.set(database=self.name).render_as_string(False)
        connection = await asyncpg.connect(url, server_settings={"role": role} if role else {})
        try:
            return await connection.fetch(sql)
        finally:
            await connection.close()


@pytest.fixture
def unmigrated(admin):
    with made(admin) as database:
        yield database


@pytest.fixture(scope="session")
def template(admin):
    """The service's schema, without rows: each test gets a copy."""
    with made(admin) as database:
        database.alembic("upgrade", "head")
        yield database.name


@pytest.fixture
def database(admin, template):
    with made(admin, template) as database:
        yield database


@contextmanager
def made(admin, template="template1"):
    database = Database(admin)
    asyncio.run(administer(admin, ROLES, f"CREATE DATABASE {database.name} TEMPLATE {template}"))
    yield database
    asyncio.run(administer(admin, f"DROP DATABASE {database.name} WITH (FORCE)"))


class Server:
    """A Neo4j that can be stopped and started."""

    def __init__(self, folder):
        self.stack = Stack(Path(folder), free_port() - offsets()[1]["neo4j"])
        self._secrets = passwords.keep(self.stack.home)
        neo4j.init(self.stack, self._secrets)
        self._process = None

    @property
    def address(self):
        return neo4j.url(self.stack), neo4j.USER, self._secrets["neo4j"]

    def start(self):
        with (self.stack.home / "log").open("w") as log:
            self._process = subprocess.Popen(neo4j.command(self.stack), stdout=log, stderr=log, cwd="/")

    def stop(self):
        if self._process is not None:
            self._process.terminate()
            self._process.wait(60)
            self._process = None

    async def answers(self):
        deadline = time.monotonic() + START_TIMEOUT_S
        async with Graph.open(*self.address) as graph:
            while True:
                try:
                    return await graph.check()
                except GraphAway:
                    if time.monotonic() > deadline:
                        raise


@contextmanager
def running():
    with tempfile.TemporaryDirectory(prefix="traclearn-neo4j-") as folder:
        server = Server(folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def server():
    with running() as started:
        yield started


@pytest.fixture
async def empty(server):
    """A graph in which nothing was ever indexed."""
    await server.answers()
    async with Graph.open(*server.address) as graph:
        await graph.write(lambda transaction: transaction.run("MATCH (n) DETACH DELETE n"))
        yield graph


@pytest.fixture(scope="session")
def model_dir(server):
    return model.folder(server.stack.tools)


@pytest.fixture
async def course(empty, model_dir):
    await teach(empty, model_dir, origin="wiki")
    return empty


@pytest.fixture
def settings(database, server, model_dir):
    uri, user, password = server.address
    return Settings(
        queue_url="memory",
        dlq_url="memory",
        port=0,
        metrics_every=86_400,
        breaker_rest=1,
        receive_wait=1,
        database_url=database.url,
        neo4j_uri=uri,
        neo4j_user=user,
        neo4j_password=password,
        embedding_model_dir=model_dir,
        requests_per_hour=3,
    )


@pytest.fixture
async def parts(settings):
    made = bootstrap(settings)
    yield made
    await made.close()
    await made.engine.dispose()


@pytest.fixture
def begin(parts):
    """Short transactions as handlers have them."""
    return transactions(parts.engine, SqlStore)
