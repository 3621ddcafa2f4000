"""What a handler may raise, and how long a message then waits.

| raised              | counted | then                                                          |
|---------------------|---------|---------------------------------------------------------------|
| `Transient`         | yes     | the message comes back after a back-off, at most 5 times       |
| anything unexpected | yes     | the same                                                      |
| `Permanent`         | yes     | dead letter at once, with its visible failure                 |
| `Busy`              | no      | the message comes back shortly                                |
| `Park`              | no      | the event waits in a table until its cause comes or never does |
"""

import random
from datetime import timedelta

from traclearn_worker.errors import WorkerError

BACKOFF_BASE_S = 1.0
"""Seconds: the widest wait after the first failure. It doubles with each further one."""
BACKOFF_CAP_S = 300.0
"""Seconds: no back-off is longer."""


class Transient(WorkerError):
    """It failed this time and may work the next. `delay` in seconds overrides the back-off."""

    def __init__(self, reason: str, delay: float | None = None) -> None:
        super().__init__(reason)
        self.delay = delay


class Permanent(WorkerError):
    """Trying again cannot help. `reason` is shown to operators: never put an answer or a name in it."""


class Busy(WorkerError):
    """Somebody else is at it. Comes back after `delay` seconds, and counts as nothing."""

    def __init__(self, reason: str = "busy", delay: float | None = None) -> None:
        super().__init__(reason)
        self.delay = delay


class Park(WorkerError):
    """The event waits for its cause: `work.unpark(key)` takes it up again.

    After `deadline` it is tried a last time; parking on the same key then ends as a visible failure.
    """

    def __init__(self, key: str, deadline: timedelta) -> None:
        super().__init__(f"waits for {key}")
        self.key = key
        self.deadline = deadline


def backoff(failures: int, base: float = BACKOFF_BASE_S, cap: float = BACKOFF_CAP_S) -> float:
    """Seconds to wait after the n-th failure: full jitter, so that what failed together returns apart.

    Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    """
    ceiling = min(cap, base * 2.0 ** min(max(failures, 1) - 1, 30))
    return random.uniform(0.0, ceiling)


def describe(error: BaseException) -> str:
    """The reason to store for an error. What we did not raise may quote an answer: only its type."""
    text = str(error) if isinstance(error, WorkerError) else type(error).__name__
    return text[:MAX_REASON_CHARS] or type(error).__name__


MAX_REASON_CHARS = 1000
"""Characters of a reason that are kept: it travels as one message attribute."""
