"""Whether a program does its work, asked of the program itself: running is not the same."""

import socket
import time
from collections.abc import Callable, Mapping

import httpx
import psycopg
from neo4j.exceptions import DriverError, Neo4jError
from traclearn_contracts import roster

from traclearn_local.cloud import localstack
from traclearn_local.errors import Unhealthy
from traclearn_local.processes.supervision import Supervisor
from traclearn_local.stack import HOST, Stack
from traclearn_local.stores import neo4j

START_TIMEOUT_S = 300.0  # seconds for the slowest first start on two busy cores: Neo4j alone took two minutes
BACKOFF_TIMEOUT_S = 15.0  # seconds in which what a program needs may still come
TAIL_LINES = 15
Probe = Callable[[Stack, Mapping[str, str], int], str]
"""(stack, passwords, pid) to "" when healthy, else what is wrong."""


def _get(url: str) -> str:
    try:
        reply = httpx.get(url, timeout=5)
    except httpx.HTTPError as error:
        return f"{url} does not answer ({type(error).__name__})"
    return "" if reply.is_success else f"{url} answers {reply.status_code}: {reply.text[:200]}"


def _postgres(stack: Stack, passwords: Mapping[str, str], pid: int) -> str:
    try:
        with psycopg.connect(
            host=HOST, port=stack.ports["postgres"], user="postgres", password=passwords["postgres"],
            dbname="postgres", connect_timeout=3,
        ):  # fmt: skip
            return ""
    except psycopg.Error as error:
        return str(error).strip()


def _redis(stack: Stack, passwords: Mapping[str, str], pid: int) -> str:
    try:
        with socket.create_connection((HOST, stack.ports["redis"]), timeout=3) as connection:
            connection.sendall(f"AUTH {passwords['redis']}\r\n".encode())
            return "" if connection.recv(16).startswith(b"+OK") else "does not know its password"
    except OSError as error:
        return str(error)


def _neo4j(stack: Stack, passwords: Mapping[str, str], pid: int) -> str:
    """A session of its own: the port is open before the database answers."""
    try:
        with neo4j.connect(stack, passwords, timeout_s=3) as driver, driver.session() as session:
            session.run("RETURN 1").consume()
            return ""
    except (DriverError, Neo4jError) as error:
        return str(error).strip()


def _localstack(stack: Stack, passwords: Mapping[str, str], pid: int) -> str:
    mark = localstack.ready_mark(stack)
    if not mark.is_file() or mark.read_text() != str(pid):
        return "not provisioned yet"
    return _get(f"{stack.http('aws')}/_localstack/health")


def _trac(stack: Stack, passwords: Mapping[str, str], pid: int) -> str:
    return _get(f"{stack.http('trac')}/trac/chrome/common/css/trac.css")


def _web(name: str, path: str) -> Probe:
    return lambda stack, passwords, pid: _get(stack.http(name) + path)


PROBES: dict[str, Probe] = {
    "postgres": _postgres,
    "redis": _redis,
    "neo4j": _neo4j,
    "localstack": _localstack,
    "cognito": _web("cognito", "/_ministack/health"),
    "envoy": _web("front", "/health"),
    "trac": _trac,
    **{name: _web(name, "/ready") for name in roster.names()},
}


def fault(stack: Stack, passwords: Mapping[str, str], name: str, info: Mapping[str, object] | None) -> str:
    """What is wrong with the program, or ""; `info` is what the process manager says of it."""
    if info is None or info["statename"] != "RUNNING":
        said = info["statename"] if info else "not started"
        return f"{str(said).lower()} {info.get('spawnerr', '') if info else ''}".strip()
    probe = PROBES.get(name)
    return probe(stack, passwords, int(str(info["pid"]))) if probe else ""


def wait(stack: Stack, passwords: Mapping[str, str], name: str, timeout_s: float = START_TIMEOUT_S) -> None:
    """Returns when the program is healthy. Raises Unhealthy with its log's tail."""
    supervisor = Supervisor(stack)
    deadline = time.monotonic() + timeout_s
    while True:
        info = supervisor.state().get(name)
        wrong = fault(stack, passwords, name, info)
        if not wrong:
            return
        if info and info["statename"] == "BACKOFF":  # it ends as soon as it starts: no use in waiting long
            deadline = min(deadline, time.monotonic() + BACKOFF_TIMEOUT_S)
        if time.monotonic() > deadline:
            raise Unhealthy(f"{name}: {wrong}\n{tail(stack, name)}")
        time.sleep(0.1)


def tail(stack: Stack, name: str, lines: int = TAIL_LINES) -> str:
    """The end of the program's log."""
    path = stack.logs / f"{name}.log"
    if not path.is_file():
        return f"(no log yet: {path})"
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 20_000))
        text = stream.read().decode(errors="replace").splitlines()[-lines:]
    return "\n".join([f"--- {path}", *text])
