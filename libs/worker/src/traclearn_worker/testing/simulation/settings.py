"""The simulated worker's times: production's in proportion, ten times shorter, since waiting costs events."""

from functools import cache

from traclearn_worker.settings import WorkerSettings
from traclearn_worker.testing.bench import settings

VISIBILITY = 6
"""Seconds."""
MAX_ATTEMPTS = 5


@cache
def scaled(permits: int, prefetch: int) -> WorkerSettings:
    """Made once: reading the environment anew for each process takes longer than a process lives."""
    return settings(
        permits=permits,
        prefetch=prefetch,
        visibility=VISIBILITY,
        receive_wait=2,
        handler_timeout=1.5 * VISIBILITY,
        stop_timeout=2.0 * VISIBILITY,
        breaker_rest=float(VISIBILITY),
        max_attempts=MAX_ATTEMPTS,
    )
