"""The process manager: supervisor, which starts again what dies, as ECS does on AWS."""

import os
import subprocess
import sys
import time
import xmlrpc.client
from collections.abc import Sequence
from http.client import HTTPException
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from supervisor.xmlrpc import SupervisorTransport

from traclearn_local.errors import LocalError
from traclearn_local.processes import orphans
from traclearn_local.processes.programs import Program
from traclearn_local.secrets.file_permissions import UMASK
from traclearn_local.secrets.passwords import write_private
from traclearn_local.stack import ROOT, Stack
from traclearn_local.templates import render

SOCKET_PATH_LIMIT = 100  # Linux allows 107 bytes; supervisor adds a pid while it binds
STOPPABLE = {"RUNNING", "STARTING", "BACKOFF"}
ENDED = {"STOPPED", "EXITED", "FATAL", "UNKNOWN"}
UNREACHABLE = (OSError, HTTPException)


def socket_path(stack: Stack) -> Path:
    path = stack.run / "supervisor.sock"
    if len(str(path)) <= SOCKET_PATH_LIMIT:
        return path
    return Path(gettempdir(), f"traclearn-{os.getuid()}-{stack.base}.sock")


def configure(stack: Stack, programs: Sequence[Program]) -> None:
    """Writes supervisord.conf; passwords are in it, so nobody else may read it."""
    text = render(
        "supervisord.conf",
        stack=stack,
        programs=programs,
        socket=socket_path(stack),
        root=ROOT,
        is_root=os.geteuid() == 0,
        umask=f"{UMASK:03o}",
    )
    write_private(stack.run / "supervisord.conf", text)


class RpcClient(SupervisorTransport):  # type: ignore[misc]
    """Closes its connection after the call: one left open is an error in tests."""

    def request(self, *args: Any, **more: Any) -> Any:
        try:
            return super().request(*args, **more)
        finally:
            self.close()


class Supervisor:
    """Speaks to one stack's supervisord over its socket."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack

    @property
    def _rpc(self) -> Any:
        """A fresh connection each time: a transport that failed once stays broken."""
        transport = RpcClient(None, None, f"unix://{socket_path(self._stack)}")
        return xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport).supervisor

    def is_running(self) -> bool:
        try:
            return bool(self._rpc.getState()["statecode"] == 1)
        except UNREACHABLE:
            return False

    def begin(self) -> None:
        """Starts supervisord, or gives the running one the new configuration: only what changed restarts."""
        if self.is_running():
            self._reload()
            return
        conf = self._stack.run / "supervisord.conf"
        done = subprocess.run(
            [sys.executable, "-m", "supervisor.supervisord", "-c", str(conf)],
            env=clean_environment() | orphans.mark(self._stack) | {"TMPDIR": str(self._stack.temporary)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        deadline = time.monotonic() + 10
        while not self.is_running():
            if done.returncode or time.monotonic() > deadline:
                raise LocalError(f"supervisord did not start:\n{done.stdout}{done.stderr}".strip())
            time.sleep(0.05)

    def _reload(self) -> None:
        added, changed, removed = self._rpc.reloadConfig()[0]
        for name in [*changed, *removed]:
            self._rpc.stopProcessGroup(name)
            self._rpc.removeProcessGroup(name)
        for name in [*added, *changed]:
            self._rpc.addProcessGroup(name)

    def state(self) -> dict[str, dict[str, Any]]:
        """By program: `statename`, `pid`, `start` (epoch seconds), `spawnerr`. Empty when nothing runs."""
        try:
            return {info["name"]: info for info in self._rpc.getAllProcessInfo()}
        except UNREACHABLE:
            return {}

    def start(self, name: str) -> bool:
        """True when it was started now, False when it ran already."""
        if self.state().get(name, {}).get("statename") in {"RUNNING", "STARTING"}:
            return False
        self._rpc.startProcess(name, False)
        return True

    def stop(self, name: str) -> None:
        """Waits until it ended."""
        if self.state().get(name, {}).get("statename") in STOPPABLE:
            self._rpc.stopProcess(name, True)

    def restart(self, name: str) -> None:
        self.stop(name)
        self.start(name)

    def stop_all(self, names: Sequence[str]) -> None:
        """Asks all at once, then waits for each."""
        state = self.state()
        going = [name for name in names if state.get(name, {}).get("statename") in STOPPABLE]
        for name in going:
            self._rpc.stopProcess(name, False)
        while any(self.state()[name]["statename"] not in ENDED for name in going):
            time.sleep(0.05)

    def end(self, foundations: Sequence[str]) -> None:
        """Stops the programs, what others stand on last, then supervisord; returns when that ended."""
        if not self.is_running():
            return
        pid = int(self._rpc.getPID())
        self.stop_all([name for name in self.state() if name not in foundations])
        self.stop_all(foundations)
        self._rpc.shutdown()
        deadline = time.monotonic() + 30
        while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
            time.sleep(0.05)


def clean_environment() -> dict[str, str]:
    """What programs inherit: nothing of the caller's AWS account, nothing of the caller's stack."""
    foreign = (
        "AWS_", "TRACLEARN_", "DEMO_", "COGNITO_", "NEO4J_", "DATABASE_URL",
        "PG", "PYTEST", "MAKE", "VIRTUAL_ENV",
    )  # fmt: skip
    return {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
