"""PostgreSQL for these tests: the server of `TEST_DATABASE_URL` (an administrator's), or a scratch one."""

import getpass
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.engine import make_url

SERVICE = Path(__file__).parents[2]
MAKE_ROLES = """DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'traclearn') THEN CREATE ROLE traclearn LOGIN; END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'grader') THEN CREATE ROLE grader LOGIN; END IF;
END $$"""


def binaries():
    """Where initdb and pg_ctl lie."""
    found = shutil.which("pg_ctl")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    assert folders, "PostgreSQL's server is missing: apt-get install postgresql, or set TEST_DATABASE_URL"
    return folders[-1]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Scratch:
    """A server of our own, gone with its data after the tests. PostgreSQL refuses to run as root."""

    def __init__(self, folder):
        self.data, self.port = f"{folder}/data", free_port()
        self.run("initdb", "-D", self.data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync")
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        )
        self.run("pg_ctl", "-D", self.data, "-w", "-o", options, "-l", f"{folder}/log", "start")

    def run(self, name, *arguments):
        user = ["runuser", "-u", "postgres", "--"] if getpass.getuser() == "root" else []
        command = [*user, str(binaries() / name), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

    def stop(self):
        self.run("pg_ctl", "-D", self.data, "-w", "-m", "immediate", "stop")


class Database:
    """A database of one test, owned by `traclearn` and used by `grader`; the administrator plays both."""

    def __init__(self, admin):
        self.admin, self.name = admin, f"grader_test_{secrets.token_hex(4)}"

    def url(self, driver="postgresql"):
        return self.admin.set(drivername=driver, database=self.name).render_as_string(hide_password=False)

    async def create(self):
        await self._administer(MAKE_ROLES)
        await self._administer(f"CREATE DATABASE {self.name} OWNER traclearn")
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
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield make_url(given).set(drivername="postgresql")
        return
    with tempfile.TemporaryDirectory(prefix="grader-pg-") as folder:
        if getpass.getuser() == "root":
            shutil.chown(folder, "postgres")
        scratch = Scratch(folder)
        try:
            yield make_url(f"postgresql://postgres@127.0.0.1:{scratch.port}/postgres")
        finally:
            scratch.stop()


@pytest.fixture
async def database(admin):
    """Nobody has migrated it."""
    database = Database(admin)
    await database.create()
    yield database
    await database.drop()
