"""PostgreSQL's archive: a base backup, every WAL file since, and the cluster as it was at a time."""

import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg

from traclearn_local.errors import LocalError
from traclearn_local.install.debian import POSTGRES
from traclearn_local.running_stack import RunningStack
from traclearn_local.secrets import passwords
from traclearn_local.stores import postgres

NOW = "SELECT clock_timestamp(), pg_walfile_name(pg_current_wal_insert_lsn())"
ARCHIVE_TIMEOUT_S = 60
"""After so long PostgreSQL ends a WAL file by itself. RDS does so after five minutes."""


@dataclass(frozen=True, slots=True)
class Archived:
    """What was committed by `at` came into the archive `seconds` later, and no sooner."""

    at: datetime
    seconds: float


class PostgresArchive:
    """In the stack's own folder, where a restore of the cluster finds it."""

    def __init__(self, running: RunningStack) -> None:
        self._running, self._stack = running, running.stack
        self._folder = self._stack.home / "archive"
        self._wal, self._base = self._folder / "wal", self._folder / "base"

    def begin(self) -> None:
        """Every finished WAL file is kept from now on, and a base backup beside them. Restarts PostgreSQL."""
        for folder in (self._folder, self._wal):
            folder.mkdir()
            self._own(folder)
        command = f"cp %p {self._wal}/%f"
        self._admin(
            "ALTER SYSTEM SET archive_mode = on",
            f"ALTER SYSTEM SET archive_command = '{command}'",
            f"ALTER SYSTEM SET archive_timeout = {ARCHIVE_TIMEOUT_S}",
        )
        self._running.supervisor("postgres", "restart")
        program = str(POSTGRES.with_name("pg_basebackup"))
        self._as_postgres([program, "--dbname", self._url, "-D", str(self._base), "-X", "none", "-c", "fast"])

    def wait_for_commits(self) -> Archived:
        """Until what is committed by now is in the archive, which PostgreSQL sees to by itself. Raises
        LocalError where it does not."""
        began = time.monotonic()
        with psycopg.connect(self._url, autocommit=True) as connection:
            at, file = connection.execute(NOW).fetchall()[0]
            while not (self._wal / str(file)).is_file():
                if time.monotonic() - began > 2 * ARCHIVE_TIMEOUT_S:
                    raise LocalError(f"{file} is not in the archive after {2 * ARCHIVE_TIMEOUT_S} s")
                time.sleep(0.5)
        return Archived(at, time.monotonic() - began)

    def destroy(self) -> None:
        """The server and its data are gone; the archive is what is left."""
        self._running.supervisor("postgres", "stop")
        shutil.rmtree(postgres.data(self._stack))

    def restore(self, at: datetime) -> None:
        """The cluster as it was then, and running."""
        folder = postgres.data(self._stack)
        shutil.copytree(self._base, folder, symlinks=True)
        (folder / "recovery.signal").touch()
        settings = {
            "restore_command": f"cp {self._wal}/%f %p",
            "recovery_target_time": at.isoformat(),
            "recovery_target_action": "promote",
            "archive_mode": "off",
        }
        lines = "".join(f"{name} = '{value}'\n" for name, value in settings.items())
        with (folder / "postgresql.auto.conf").open("a") as file:
            file.write(lines)
        self._own(folder, *folder.rglob("*"))
        folder.chmod(0o700)
        self._running.supervisor("postgres", "start")

    @property
    def _url(self) -> str:
        return postgres.url(self._stack, passwords.keep(self._stack.home), "postgres")

    def _admin(self, *statements: str) -> None:
        with psycopg.connect(self._url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def _as_postgres(self, words: Sequence[str]) -> None:
        done = subprocess.run(
            [*postgres.as_postgres(self._stack), *words], capture_output=True, text=True, check=False, cwd="/"
        )
        if done.returncode:
            raise LocalError(f"{Path(words[0]).name} failed:\n{done.stderr.strip()}")

    def _own(self, *paths: Path) -> None:
        """As the server's user; PostgreSQL refuses a folder that is another's."""
        if os.geteuid() == 0:
            for path in paths:
                shutil.chown(path, "postgres", "postgres")
