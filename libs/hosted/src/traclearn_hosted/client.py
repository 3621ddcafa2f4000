"""One paid API: every call within its limits, tried again where that helps, paid once."""

import random
from collections.abc import Callable, Mapping
from typing import Any, Self, TypeVar

import httpx
import tenacity

from traclearn_hosted import protocol
from traclearn_hosted.errors import ModelDown, ModelError, NotNow, RateLimited
from traclearn_hosted.limits import Budget, Limits, RateLimiter, Unlimited

T = TypeVar("T")
FIRST_PAUSE_S, MAX_PAUSE_S = 0.5, 10.0
"""Seconds: between these doubles what a retry waits at most; how long it waits is drawn."""
MIN_REST_S = 15.0
"""Seconds that a caller should wait at least before it calls again, after all our attempts failed."""
DEFAULTS, FREE = Limits(), Unlimited()


class Client:
    """Safe to share between threads; blocks. `name` is what people are told of it: "embedding API".

    `base` ends with the version: `https://api.openai.com/v1`.
    """

    def __init__(
        self, name: str, base: str, key: str = "", limits: Limits = DEFAULTS, budget: Budget = FREE
    ) -> None:
        self._name = name
        self._base = base.rstrip("/")
        self._limits = limits
        self._budget = budget
        self._rate_limiter = RateLimiter(limits)
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.Client(timeout=limits.attempt_timeout_s, headers=headers)

    def post(self, path: str, body: Mapping[str, Any], tokens: int, read: Callable[[Any], T]) -> T:
        """What `read` makes of the JSON reply; it raises BadReply. `tokens` are paid once for all attempts.

        Raises RateLimited, ModelDown, BudgetSpent (call again after `retry_in`), ModelRefused, InputRefused.
        """
        paid = False
        try:
            for attempt in self._attempts():
                with attempt:
                    if wait := self._rate_limiter.wait(tokens):
                        raise RateLimited(f"Our own limit for the {self._name} is reached.", wait)
                    if not paid:
                        self._budget.spend(tokens)
                        paid = True
                    url = f"{self._base}/{path}"
                    return read(
                        protocol.post(self._http, self._name, url, body, self._limits.attempt_timeout_s)
                    )
        except (RateLimited, ModelDown) as error:
            error.retry_in = max(error.retry_in, MIN_REST_S)
            raise
        raise ModelError(f"The client of the {self._name} ended its attempts without a result.")

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _attempts(self) -> tenacity.Retrying:
        out_of_attempts = tenacity.stop_after_attempt(self._limits.attempts)
        return tenacity.Retrying(
            retry=tenacity.retry_if_exception_type((RateLimited, ModelDown)),
            stop=out_of_attempts | tenacity.stop_before_delay(self._limits.total_timeout_s),
            wait=pause,
            reraise=True,
        )


def pause(state: tenacity.RetryCallState) -> float:
    """Seconds: full jitter, on top of what the API asked for."""
    error = state.outcome.exception() if state.outcome else None
    told = error.retry_in if isinstance(error, NotNow) else 0.0
    return told + random.uniform(0, min(MAX_PAUSE_S, FIRST_PAUSE_S * 2**state.attempt_number))
