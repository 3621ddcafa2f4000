"""How long a message waits after a failure, and what is kept of the reason."""

import random

from traclearn_worker.errors import WorkerError

BACKOFF_BASE_S = 1.0
"""Seconds: the widest wait after the first failure. It doubles with each further one."""
BACKOFF_CAP_S = 300.0
"""Seconds: no back-off is longer."""


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
