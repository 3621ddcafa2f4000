"""A circuit breaker around one dependency.

Closed, it only counts failures in a row. Open, it refuses at once. After a rest it is half open: one call may
try, and its end decides. A failure that opens the breaker, or meets it open, is the dependency's and not the
message's. While a *required* dependency is away the worker receives nothing, and the queue waits. What is
*optional* stops only those who need it: their handlers decide, or the message comes back uncounted.
"""

import asyncio
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from enum import Enum

import structlog

from traclearn_worker.errors import Busy, LeaseLost, Misuse, Park, Permanent, Unavailable

log = structlog.get_logger()

TRIAL_SHARE = 1 / 6
"""Of its rest: how long others wait for the end of the one that tries."""


def guilty(error: Exception) -> bool | None:
    """Whether an error speaks against the dependency: False when it answered that the question is wrong, None
    for what says nothing of it."""
    if isinstance(error, Busy | Park | LeaseLost | Misuse):
        return None
    return not isinstance(error, Permanent)


class State(Enum):
    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


class Breaker:
    """`with breaker(): await call()`; raises Unavailable instead of calling what is down."""

    def __init__(self, name: str, failures: int = 5, rest: float = 60.0) -> None:
        self.name = name
        self._limit = failures
        self._rest = rest
        self._failures = 0
        self._opened_at: float | None = None
        self._trying = False

    @property
    def state(self) -> State:
        if self._opened_at is None:
            return State.CLOSED
        return State.OPEN if self.retry_in > 0 else State.HALF_OPEN

    @property
    def retry_in(self) -> float:
        """Seconds until a call may be tried again."""
        if self._opened_at is None:
            return 0.0
        return max(0.0, self._opened_at + self._rest - asyncio.get_running_loop().time())

    @contextmanager
    def __call__(self, counts: Callable[[Exception], bool | None] = guilty) -> Iterator[None]:
        """Around a call. `counts` says whether an error speaks against the dependency (True), for it (False)
        or of something else (None), which leaves a trial undecided, as cancelling does."""
        trial = self._enter()
        try:
            yield
        except Exception as error:
            verdict = counts(error)
            if verdict:
                self._failed(trial)
            elif verdict is False:
                self._succeeded(trial)
            if verdict and self._opened_at is not None:
                raise Unavailable(self.name, max(self.retry_in, 1.0)) from error
            raise
        else:
            self._succeeded(trial)
        finally:
            self._trying = self._trying and not trial

    def check(self) -> None:
        """Raises Unavailable where a call would be refused."""
        if self.state is State.OPEN:
            raise Unavailable(self.name, max(self.retry_in, 1.0))
        if self.state is State.HALF_OPEN and self._trying:
            raise Unavailable(self.name, max(self._rest * TRIAL_SHARE, 1.0))

    def trip(self) -> None:
        """Opens it, or prolongs its rest."""
        self._opened_at = asyncio.get_running_loop().time()
        log.warning("breaker open", dependency=self.name)

    def _enter(self) -> bool:
        self.check()
        trial = self.state is State.HALF_OPEN
        self._trying = self._trying or trial
        return trial

    def _succeeded(self, trial: bool) -> None:
        if self._opened_at is None:
            self._failures = 0
        elif trial:
            self._failures, self._opened_at = 0, None
            log.info("breaker closed", dependency=self.name)

    def _failed(self, trial: bool) -> None:
        self._failures += 1
        if trial or (self._opened_at is None and self._failures >= self._limit):
            self.trip()


class Breakers:
    """The breakers of a process, by name; made when first asked for."""

    def __init__(self, failures: int = 5, rest: float = 60.0, required: Collection[str] = ()) -> None:
        """`required`: dependencies without which nothing is received; all others are optional."""
        self._failures = failures
        self._rest = rest
        self._all: dict[str, Breaker] = {}
        self._required = [self[name] for name in sorted(set(required))]

    def __getitem__(self, name: str) -> Breaker:
        if name not in self._all:
            self._all[name] = Breaker(name, self._failures, self._rest)
        return self._all[name]

    @property
    def retry_in(self) -> float:
        """Seconds to stop receiving for: 0 while nothing that is required is open."""
        return max((breaker.retry_in for breaker in self._required), default=0.0)

    @property
    def cautious(self) -> bool:
        """Whether something required is half open: then messages are taken one at a time."""
        return any(breaker.state is State.HALF_OPEN for breaker in self._required)

    @property
    def away(self) -> list[str]:
        """The dependencies whose breakers are not closed, required or not."""
        return sorted(name for name, breaker in self._all.items() if breaker.state is not State.CLOSED)
