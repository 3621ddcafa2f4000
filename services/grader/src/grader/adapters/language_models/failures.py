"""A call by an SDK, and what it raises as the runtime takes it. Both SDKs are generated alike."""

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol, TypeVar

import httpx2
import structlog
from pydantic import ValidationError
from traclearn_hosted import retry_after

from grader.adapters.language_models.errors import InputRefused, ProviderAway
from grader.adapters.language_models.provider import Completion, Provider, unreadable
from grader.domain.errors import ReplyUnknown

log = structlog.get_logger()

T = TypeVar("T")

OF_THE_INPUT = {400, 413, 422}
CREDENTIALS = {401, 402, 403, 404}
CREDENTIALS_DELAY_S = 60.0
"""Before a provider that refuses our key, account or model is asked again: a person must act first."""
MIN_DELAY_S = 1.0
MAX_DELAY_S = 3600.0
"""Whatever a provider says, an hour later it is asked again."""
UNSENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)


class Response(Protocol):
    @property
    def status_code(self) -> int: ...

    @property
    def headers(self) -> Mapping[str, str]: ...


async def completed(
    provider: Provider,
    call: Awaitable[T],
    read: Callable[[T], Completion],
    errors: tuple[type[Exception], ...],
) -> Completion:
    """What came, with how long it took. `errors` are the SDK's: a status that is no success, and no reply.

    Raises what `error_of` makes of them.
    """
    began = time.monotonic()
    try:
        reply = await call
    except errors as error:
        raise error_of(provider.name, error, getattr(error, "response", None)) from error
    except ValueError:
        return unreadable(provider)  # no JSON
    try:
        completion = read(reply)
    except (AttributeError, TypeError, ValidationError):
        return unreadable(provider)  # the SDK checks nothing
    return completion.model_copy(update={"seconds": round(time.monotonic() - began, 3)})


def error_of(provider: str, error: Exception, response: Response | None) -> Exception:
    """`response` is None where none came. The provider's own words stay out: they may quote the answer."""
    if response is None:
        if isinstance(error.__cause__, UNSENT):
            return ProviderAway(f"{provider} cannot be reached")
        return ReplyUnknown(f"{provider} was asked, and its reply was lost")
    status = response.status_code
    if status in OF_THE_INPUT:
        return InputRefused(f"{provider} does not take this input ({status})")
    if status in CREDENTIALS:
        log.error("provider refuses: check key, account and model", dependency=provider, status=status)
        return ProviderAway(f"{provider} refuses our key, account or model ({status})", CREDENTIALS_DELAY_S)
    wait = min(max(retry_after(response.headers), MIN_DELAY_S), MAX_DELAY_S)
    return ProviderAway(f"{provider} allows no more, or fails ({status})", wait)
