"""Places where a test can kill the process, to show that a crash there loses and doubles nothing."""

import contextlib
import itertools
import os
import signal
from pathlib import Path

_counters: dict[str, "itertools.count[int]"] = {}


def point(name: str) -> None:
    """Nothing, unless `TRACLEARN_KILL_AT` is `name[:n]`: then SIGKILL to ourselves the n-th time.

    `@FILE` instead reads the name from a file that goes with the kill, so that a restarted process lives on.
    """
    wanted = os.environ.get("TRACLEARN_KILL_AT")
    if not wanted:
        return
    if wanted.startswith("@"):
        _obey(Path(wanted[1:]), name)
        return
    place, _, nth = wanted.partition(":")
    if place == name and next(_counters.setdefault(name, itertools.count(1))) == int(nth or 1):
        os.kill(os.getpid(), signal.SIGKILL)


def _obey(order: Path, name: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        if order.read_text().strip() == name:
            order.unlink()
            os.kill(os.getpid(), signal.SIGKILL)
