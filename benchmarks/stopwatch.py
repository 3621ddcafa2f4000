"""What a message takes a process that has warmed up."""

import resource
import time
from collections.abc import Callable


class Stopwatch:
    """Counts messages, and measures from the end of the first tenth to the last: nobody's imports, clients
    and first connections."""

    def __init__(self, count: int, finished: Callable[[], None]) -> None:
        self.took: dict[str, float] = {}
        """Seconds a message, empty until the last: `seconds` that passed, and of `cpu`."""
        self._count = count
        self._finished = finished
        self._handled = 0
        self._began: tuple[int, float, float] | None = None

    def handled(self, count: int = 1) -> None:
        self._handled += count
        if self._began is None:
            if self._handled >= self._count / 10:
                self._began = self._handled, time.monotonic(), cpu()
        elif self._handled >= self._count and not self.took:
            before, began, spent = self._began
            messages = self._handled - before
            self.took = {
                "seconds": (time.monotonic() - began) / messages,
                "cpu": (cpu() - spent) / messages,
            }
            self._finished()


def cpu() -> float:
    """Seconds of this process so far."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
