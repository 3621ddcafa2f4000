"""Programs that outlived their process manager, after its kill -9. Known by a mark they inherited from it."""

import os
import signal
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from traclearn_local.processes.port_owners import is_alive
from traclearn_local.stack import Stack

MARK = "TRACLEARN_STACK"
STOP_TIMEOUT_S = 20.0  # seconds from asking to forcing


def mark(stack: Stack) -> dict[str, str]:
    """Environment of the process manager, and so of all that it starts."""
    return {MARK: str(stack.home)}


def find(stack: Stack) -> list[int]:
    """Every living process that carries the stack's mark."""
    wanted = f"{MARK}={stack.home}".encode()
    return [
        int(path.parent.name) for path in Path("/proc").glob("[0-9]*/environ") if wanted in _entries(path)
    ]


def _entries(environ: Path) -> list[bytes]:
    try:
        return environ.read_bytes().split(b"\0")
    except OSError:
        return []


def end(stack: Stack, timeout_s: float = STOP_TIMEOUT_S) -> None:
    """Asks them to stop, and forces those that do not."""
    pids = find(stack)
    _signal(pids, signal.SIGTERM)
    if not _waited(lambda: not any(map(is_alive, pids)), timeout_s):
        _signal(filter(is_alive, pids), signal.SIGKILL)
        _waited(lambda: not any(map(is_alive, pids)), timeout_s)


def _signal(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def _waited(reached: Callable[[], bool], timeout_s: float) -> bool:
    deadline = time.monotonic() + timeout_s
    while not reached():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
