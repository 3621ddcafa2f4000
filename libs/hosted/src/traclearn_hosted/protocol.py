"""One request of an API of models, and what its answers mean."""

import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from traclearn_hosted.errors import BadReply, InputRefused, ModelDown, ModelError, ModelRefused, RateLimited

AGAIN = {408, 409, 425}
"""4xx that a second attempt may heal."""
ADVICE = {
    400: "Check the model's name, its dimension, and that no text is longer than it takes.",
    401: "Check the API key.",
    403: "This key may not use the model: check the account's rights.",
    404: "Check the API's address (with its version, such as /v1) and the model's name.",
}
OF_THE_INPUT = {400, 413, 422}
"""What an API says to a text that is too long; some say it to a wrong model name too."""
MAX_QUOTED_CHARS = 300
"""Characters of the API's own words that go into an error."""


def post(client: httpx.Client, name: str, url: str, body: Mapping[str, Any], seconds: float) -> Any:
    """The JSON that came in `seconds`. Raises a ModelError."""
    try:
        with client.stream("POST", url, json=body) as response:
            content = read_body(response, time.monotonic() + seconds)
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError) as error:
        raise ModelRefused(f"No request can be sent to {url!r}: {error}. Check address and key.") from error
    except httpx.TransportError as error:
        reason = str(error) or type(error).__name__
        raise ModelDown(f"The {name} at {url} cannot be reached: {reason}.", 0.0) from error
    if not response.is_success:
        raise error_of(name, response, content)
    try:
        return json.loads(content)
    except ValueError as error:
        raise BadReply(f"{url} answered with something else than JSON: check the address.") from error


def read_body(response: httpx.Response, deadline: float) -> bytes:
    """The whole body. A client's timeout is for each piece; a body that drips in must end, too."""
    pieces = []
    for piece in response.iter_bytes():
        pieces.append(piece)
        if time.monotonic() > deadline:
            raise httpx.ReadTimeout("the reply did not end in time")
    return b"".join(pieces)


def error_of(name: str, response: httpx.Response, content: bytes) -> ModelError:
    """The error that a status other than 2xx stands for."""
    status = response.status_code
    words = " ".join(content.decode(errors="replace").split())[:MAX_QUOTED_CHARS]
    if status == 429 and "insufficient_quota" not in words:
        return RateLimited(f"The {name} allows no more at present: {words}", retry_after(response.headers))
    if status >= 500 or status in AGAIN:
        return ModelDown(f"The {name} fails ({status}): {words}", retry_after(response.headers))
    advice = ADVICE.get(status, "Check the account and the address.")
    error = InputRefused if status in OF_THE_INPUT else ModelRefused
    return error(f"The {name} refuses ({status}): {words} {advice}")


def retry_after(headers: Mapping[str, str]) -> float:
    """Seconds, from either form of the header; 0.0 without one."""
    value = headers.get("retry-after", "")
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0.0
