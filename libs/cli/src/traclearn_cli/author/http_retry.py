"""Asking again: a rate limit is waited for, a service that is away gets some time to come back."""

import json
from collections.abc import Awaitable, Callable

import httpx
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type

from traclearn_cli.author.complaint import Unreachable

Note = Callable[[str], None]
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 15.0
PATIENCE = 45.0
"""Seconds for which a service may be away. A rate limit is waited for as long as it takes: it passes."""
WORTH_A_NOTE = 2.0


class _Again(Exception):
    """What was tried may succeed later, after `seconds` if the service says so."""

    def __init__(self, text: str, seconds: float | None = None, limited: bool = False) -> None:
        super().__init__(text)
        self.seconds = seconds
        self.limited = limited


async def patiently(once: Callable[[], Awaitable[httpx.Response]], whom: str, note: Note) -> httpx.Response:
    """Calls `once` until the answer is neither 429 nor 5xx. Raises Unreachable when PATIENCE is over."""

    async def attempt() -> httpx.Response:
        try:
            answer = await once()
        except httpx.TransportError as error:
            raise _Again(f"{type(error).__name__}: {error}".rstrip(": ")) from None
        if answer.status_code == 429 or answer.status_code >= 500:
            raise _Again(message(answer), _seconds(answer), answer.status_code == 429)
        return answer

    def tell(state: RetryCallState) -> None:
        if state.upcoming_sleep >= WORTH_A_NOTE:
            note(f"{whom}: {_error(state)} Trying again in {state.upcoming_sleep:.0f} s.")

    again = AsyncRetrying(
        retry=retry_if_exception_type(_Again), wait=_pause, stop=_enough, before_sleep=tell, reraise=True
    )
    try:
        return await again(attempt)
    except _Again as error:
        raise Unreachable(f"{whom} does not answer as it should: {error}") from None


def message(answer: httpx.Response) -> str:
    """The service's own words where there are some."""
    try:
        found = json.loads(answer.content)
    except ValueError:
        found = None
    said = found.get("message") if isinstance(found, dict) else None
    return str(said or f"HTTP {answer.status_code}.")


def _error(state: RetryCallState) -> _Again:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, _Again):
        return error
    raise TypeError("only what raises _Again is tried again") from error


def _pause(state: RetryCallState) -> float:
    said = _error(state).seconds
    return min(FIRST_PAUSE * 2 ** (state.attempt_number - 1), LONGEST_PAUSE) if said is None else said


def _enough(state: RetryCallState) -> bool:
    return not _error(state).limited and (state.seconds_since_start or 0) >= PATIENCE


def _seconds(answer: httpx.Response) -> float | None:
    """Of Retry-After; None for a date, which nobody sends here."""
    value = answer.headers.get("retry-after", "")
    return max(float(value), FIRST_PAUSE) if value.isdigit() else None
