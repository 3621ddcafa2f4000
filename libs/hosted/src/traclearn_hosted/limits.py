"""How fast and how much a hosted API may be asked."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

MINUTE_S = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one API account. The defaults are far below what OpenAI grants its smallest paid tier."""

    requests_per_minute: int = 500
    tokens_per_minute: int = 200_000
    attempts: int = 5
    total_timeout_s: float = 40.0
    """Seconds that one request may take with all its waits; longer ones are the caller's to wait."""
    attempt_timeout_s: float = 20.0
    """Seconds for one attempt."""


class Budget(Protocol):
    """What may be spent. Kept where several processes share it."""

    def spend(self, tokens: int) -> None:
        """Called before each request, on the calling thread. Raises BudgetSpent."""
        ...


class Unlimited:
    """The Budget of who has none."""

    def spend(self, tokens: int) -> None:
        """Everything may be spent."""


class RateLimiter:
    """Never more than the limits in any minute, whatever the threads. A larger single request goes alone."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._sent: deque[tuple[float, int]] = deque()
        self._lock = Lock()

    def wait(self, tokens: int) -> float:
        """Seconds until a request of `tokens` fits; 0.0 means that it does and is counted as sent now."""
        with self._lock:
            now = self._clock()
            while self._sent and self._sent[0][0] <= now - MINUTE_S:
                self._sent.popleft()
            leave = self._leaving(tokens)
            if not leave:
                self._sent.append((now, tokens))
                return 0.0
            return self._sent[leave - 1][0] + MINUTE_S - now

    def _leaving(self, tokens: int) -> int:
        """How many of the oldest requests must be over a minute old before this one fits."""
        count, total = len(self._sent), sum(size for _, size in self._sent)
        for leave, (_, size) in enumerate(self._sent):
            fits = total + tokens <= self._limits.tokens_per_minute
            if fits and count - leave < self._limits.requests_per_minute:
                return leave
            total -= size
        return count
