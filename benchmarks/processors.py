"""What the programs of a stack take of the processors: where two cores are the limit, it shows."""

import time
from collections import Counter
from contextlib import suppress

import psutil
from traclearn_local.processes.supervision import Supervisor
from traclearn_local.running_stack import RunningStack


class Meter:
    """Adds up what each program takes, with its children, while blocks `with meter:` last."""

    def __init__(self, stack: RunningStack) -> None:
        self._supervisor = Supervisor(stack.stack)
        self._spent: Counter[str] = Counter()
        self._seconds = 0.0

    def __enter__(self) -> None:
        self._began, self._before = time.monotonic(), self._read()

    def __exit__(self, *_: object) -> None:
        self._seconds += time.monotonic() - self._began
        for name, seconds in self._read().items():
            self._spent[name] += max(0.0, seconds - self._before.get(name, 0.0))

    def report(self, answers: int) -> dict[str, object]:
        """Milliseconds of CPU an answer, what takes most first, and the share of all cores that was busy."""
        return {
            "cpu_ms": {name: round(1000 * spent / answers) for name, spent in self._spent.most_common()},
            "busy": round(self._spent.total() / self._seconds / (psutil.cpu_count() or 1), 2),
        }

    def _read(self) -> dict[str, float]:
        programs = {name: info["pid"] for name, info in self._supervisor.state().items() if info["pid"]}
        return {name: _seconds(pid) for name, pid in programs.items()} | {"the bench": _seconds(None)}


def _seconds(pid: int | None) -> float:
    """Of a process and its children, so far; None is this one. A child that has just ended is left out."""
    process, seconds = psutil.Process(pid), 0.0
    for one in (process, *process.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            seconds += sum(one.cpu_times()[:2])
    return seconds
