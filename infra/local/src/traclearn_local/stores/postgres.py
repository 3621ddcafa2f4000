"""The stack's own PostgreSQL 15: cluster, roles, database. The schemas come from the services' migrations."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import psycopg
from psycopg import sql
from traclearn_contracts import roster

from traclearn_local.errors import LocalError
from traclearn_local.install.debian import POSTGRES
from traclearn_local.secrets import file_permissions
from traclearn_local.secrets.passwords import write_private
from traclearn_local.stack import HOST, Stack

DATABASE = "traclearn"
OWNER = "traclearn"
SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "120",
    "shared_buffers": "64MB",
    "log_min_messages": "warning",
    "logging_collector": "off",
}


def roles() -> tuple[str, ...]:
    """Who connects beside the owner: Trac, and each service."""
    return ("trac", *roster.identifiers())


def data(stack: Stack) -> Path:
    return stack.home / "postgres"


def as_postgres(stack: Stack) -> list[str]:
    """The command prefix under which the server runs: it refuses root, so root becomes `postgres`.

    The stack's own folder lets that user through (see `private`). A clone below /root does not: then it keeps
    the one capability that does.
    """
    if os.geteuid() != 0:
        return []
    words = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
    if not all(parent.stat().st_mode & 0o001 for parent in stack.home.parents):
        words += ["--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override"]
    return [*words, "--"]


def command(stack: Stack) -> list[str]:
    options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    port = str(stack.ports["postgres"])
    return [*as_postgres(stack), str(POSTGRES), "-D", str(data(stack)), "-p", port, *options]


def init(stack: Stack, passwords: Mapping[str, str]) -> None:
    """Makes the cluster where none is. A folder that a broken `initdb` left is made anew."""
    file_permissions.enclose(stack.home)
    folder = data(stack)
    if (folder / "PG_VERSION").is_file() and not (stack.run / "initdb").exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    (stack.run / "initdb").touch()
    secret = stack.home / "postgres.password"
    write_private(secret, passwords["postgres"])
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
        os.chown(secret, account.pw_uid, account.pw_gid)
    initdb = [str(POSTGRES.with_name("initdb")), "-D", str(folder), "-U", "postgres", f"--pwfile={secret}"]
    options = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"]
    done = subprocess.run(
        [*as_postgres(stack), *initdb, *options], capture_output=True, text=True, check=False, cwd="/"
    )
    secret.unlink()
    if done.returncode:
        raise LocalError(f"PostgreSQL could not make its data folder:\n{done.stderr.strip()}")
    (stack.run / "initdb").unlink()


def url(stack: Stack, passwords: Mapping[str, str], role: str = OWNER, driver: str = "postgresql") -> str:
    return f"{driver}://{role}:{passwords[role]}@{HOST}:{stack.ports['postgres']}/{DATABASE}"


def prepare(stack: Stack, passwords: Mapping[str, str]) -> None:
    """Roles and database. Running it again changes nothing."""
    prepare_as(url(stack, passwords, "postgres"), passwords)


def prepare_as(admin: str, passwords: Mapping[str, str]) -> None:
    """As step 7 of infra/terraform/README.md on AWS: `admin` may make roles and databases; no superuser."""
    with psycopg.connect(admin.replace(f"/{DATABASE}", "/postgres"), autocommit=True) as connection:
        for role in (OWNER, *roles()):
            _role(connection, role, passwords[role])
        for role in roles():
            connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), sql.Identifier(OWNER)))
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(OWNER)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            statement = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(statement.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("GRANT USAGE, CREATE ON SCHEMA public TO trac")


def _role(connection: psycopg.Connection, role: str, password: str) -> None:
    name = sql.Identifier(role)
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(name, sql.Literal(password)))
