"""An empty PostgreSQL for tests, gone with its data afterwards, unless the caller has one.

`TEST_DATABASE_URL` names an administrator's account on a server to use. Else it is a container where a Docker
engine answers, else a server of this machine.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from traclearn_local.errors import LocalError
from traclearn_local.secrets import passwords
from traclearn_local.stack import HOST, Stack, offsets
from traclearn_local.stores import postgres

IMAGE = "postgres:15"
START_TIMEOUT_S = 60
"""How long the server may take to answer."""


@contextmanager
def administrator() -> Iterator[str]:
    """`postgresql://…` of an account that may create roles and databases. Raises LocalError."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield re.sub(r"^\w+(\+\w+)?:", "postgresql:", given)
        return
    with (container if docker_answers() else own)() as url:
        yield url


def docker_answers() -> bool:
    """Asked by its command: the library leaves a socket open when nobody answers."""
    program = shutil.which("docker")
    return (
        program is not None
        and subprocess.run([program, "info"], capture_output=True, check=False).returncode == 0
    )


@contextmanager
def container() -> Iterator[str]:
    from testcontainers.community.postgres import PostgresContainer

    with PostgresContainer(IMAGE, driver=None) as started:
        yield started.get_connection_url()


@contextmanager
def own() -> Iterator[str]:
    """The stack's PostgreSQL alone, on a free port."""
    with tempfile.TemporaryDirectory(prefix="traclearn-postgres-") as folder:
        stack = Stack(Path(folder), free_port() - offsets()[1]["postgres"])
        stack.run.mkdir()
        secrets = passwords.keep(stack.home)
        postgres.init(stack, secrets)
        url = postgres.url(stack, secrets, "postgres").replace(f"/{postgres.DATABASE}", "/postgres")
        with (stack.home / "log").open("w") as log:
            command = [*postgres.command(stack), "-c", "fsync=off"]
            process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/")
        try:
            _until_it_answers(url, process, stack.home / "log")
            yield url
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nobody needs the data
            process.wait(30)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


def _until_it_answers(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while process.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(url).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise LocalError(f"PostgreSQL did not start:\n{log.read_text()}")
