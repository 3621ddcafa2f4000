"""Brings the database to what the services expect: each has its own Alembic history."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from traclearn_contracts import roster

from traclearn_local.errors import LocalError
from traclearn_local.processes.supervision import clean_environment
from traclearn_local.stack import ROOT, Stack
from traclearn_local.stores import postgres


def migrate(stack: Stack, passwords: Mapping[str, str]) -> None:
    """As the owner. On a database that is up to date it changes nothing."""
    environment = {
        **clean_environment(),
        "MIGRATION_DATABASE_URL": postgres.url(stack, passwords, driver="postgresql+asyncpg"),
    }
    alembic = str(Path(sys.executable).with_name("alembic"))
    for service in roster.names():
        done = subprocess.run(
            [alembic, "upgrade", "head"], cwd=ROOT / "services" / service, env=environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            output = "\n".join((done.stdout + done.stderr).strip().splitlines()[-20:])
            raise LocalError(f"The migration of {service} failed:\n{output}")
