"""Asking again: a rate limit is waited for, a service that is away gets some time to come back."""

import json
from collections.abc import Awaitable, Callable

import httpx
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type

from traclearn_cli.errors import Unavailable
from traclearn_cli.output import print_note

FIRST_PAUSE_S = 0.5
MAX_PAUSE_S = 15.0
RETRY_TIMEOUT_S = 45.0
"""For which a service may be away. A rate limit is waited for as long as it takes: it passes."""
NOTE_PAUSE_S = 2.0
"""A pause of so long and more is told."""


class _RetryableError(Exception):
    """What was tried may succeed later, after `seconds` if the service says so."""

    def __init__(self, text: str, seconds: float | None = None, is_rate_limit: bool = False) -> None:
        super().__init__(text)
        self.seconds = seconds
        self.is_rate_limit = is_rate_limit


async def send_with_retry(send: Callable[[], Awaitable[httpx.Response]], url: str) -> httpx.Response:
    """Calls `send` until the answer is neither 429 nor 5xx. Raises Unavailable after RETRY_TIMEOUT_S."""

    async def attempt() -> httpx.Response:
        try:
            answer = await send()
        except httpx.TransportError as error:
            raise _RetryableError(f"{type(error).__name__}: {error}".rstrip(": .") + ".") from None
        if answer.status_code == 429 or answer.status_code >= 500:
            raise _RetryableError(error_message(answer), _retry_after(answer), answer.status_code == 429)
        return answer

    def note_pause(state: RetryCallState) -> None:
        if state.upcoming_sleep >= NOTE_PAUSE_S:
            print_note(f"{url}: {_error_of(state)} Trying again in {state.upcoming_sleep:.0f} s.")

    retrying = AsyncRetrying(
        retry=retry_if_exception_type(_RetryableError),
        wait=_pause,
        stop=_is_over,
        before_sleep=note_pause,
        reraise=True,
    )
    try:
        return await retrying(attempt)
    except _RetryableError as error:
        raise Unavailable(f"{url} does not answer as it should: {error}") from None


def error_message(answer: httpx.Response) -> str:
    """The service's own words where there are some."""
    try:
        found = json.loads(answer.content)
    except ValueError:
        found = None
    message = found.get("message") if isinstance(found, dict) else None
    return str(message or f"HTTP {answer.status_code}.")


def _error_of(state: RetryCallState) -> _RetryableError:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, _RetryableError):
        return error
    raise TypeError("only what raises _RetryableError is tried again") from error


def _pause(state: RetryCallState) -> float:
    seconds = _error_of(state).seconds
    return min(FIRST_PAUSE_S * 2 ** (state.attempt_number - 1), MAX_PAUSE_S) if seconds is None else seconds


def _is_over(state: RetryCallState) -> bool:
    return not _error_of(state).is_rate_limit and (state.seconds_since_start or 0) >= RETRY_TIMEOUT_S


def _retry_after(answer: httpx.Response) -> float | None:
    """Seconds; None for a date, which nobody sends here."""
    value = answer.headers.get("retry-after", "")
    return max(float(value), FIRST_PAUSE_S) if value.isdigit() else None
