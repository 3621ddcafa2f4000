"""One request of the embeddings API, and what its answers mean."""

import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import numpy as np

from traclearn_embedding.errors import (
    BadReply,
    EmbedderDown,
    EmbedderRefused,
    EmbeddingError,
    RateLimited,
    TextRefused,
)
from traclearn_embedding.port import Vectors

AGAIN = {408, 409, 425}
"""4xx that a second attempt may heal."""
ADVICE = {
    400: "Check the model's name, its dimension, and that no text is longer than it takes.",
    401: "Check the API key.",
    403: "This key may not use the model: check the account's rights.",
    404: "Check the API's address (with its version, such as /v1) and the model's name.",
}
OF_THE_TEXT = {400, 413, 422}
"""What an API says to a text that is too long; some say it to a wrong model name too."""
MOST_WORDS = 300
"""Characters of the API's own words that go into an error."""


def post(client: httpx.Client, base: str, body: Mapping[str, Any], seconds: float) -> Any:
    """The JSON that came in `seconds`. Raises an EmbeddingError."""
    url = f"{base.rstrip('/')}/embeddings"
    try:
        with client.stream("POST", url, json=body) as response:
            content = received(response, time.monotonic() + seconds)
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError) as error:
        raise EmbedderRefused(
            f"No request can be sent to {url!r}: {error}. Check address and key."
        ) from error
    except httpx.TransportError as error:
        reason = str(error) or type(error).__name__
        raise EmbedderDown(f"The embedding API at {base} cannot be reached: {reason}.", 0.0) from error
    if not response.is_success:
        raise refusal(response, content)
    try:
        return json.loads(content)
    except ValueError as error:
        raise BadReply(f"{url} answered with something else than JSON: check the address.") from error


def received(response: httpx.Response, deadline: float) -> bytes:
    """The whole body. A client's timeout is for each piece; a body that drips in must end, too."""
    pieces = []
    for piece in response.iter_bytes():
        pieces.append(piece)
        if time.monotonic() > deadline:
            raise httpx.ReadTimeout("the reply did not end in time")
    return b"".join(pieces)


def refusal(response: httpx.Response, content: bytes) -> EmbeddingError:
    """The error that a status other than 2xx stands for."""
    status, words = response.status_code, " ".join(content.decode(errors="replace").split())[:MOST_WORDS]
    if status == 429 and "insufficient_quota" not in words:
        return RateLimited(f"The embedding API allows no more at present: {words}", retry_after(response))
    if status >= 500 or status in AGAIN:
        return EmbedderDown(f"The embedding API fails ({status}): {words}", retry_after(response))
    advice = ADVICE.get(status, "Check the account and the address.")
    error = TextRefused if status in OF_THE_TEXT else EmbedderRefused
    return error(f"The embedding API refuses ({status}): {words} {advice}")


def retry_after(response: httpx.Response) -> float:
    """Seconds, from either form of the header; 0.0 without one."""
    value = response.headers.get("retry-after", "")
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0.0


def rows(reply: Any, count: int, dimension: int) -> Vectors:
    """[count, dimension] by the reply's own indexes, each row scaled to length 1. Raises BadReply."""
    try:
        found = {item["index"]: item["embedding"] for item in reply["data"]}
        vectors = np.array([found[index] for index in range(count)], dtype=np.float64)
    except (KeyError, TypeError, ValueError) as error:
        raise BadReply(f"The embedding API's reply is no list of {count} vectors.") from error
    if vectors.shape != (count, dimension):
        raise BadReply(f"The model gives vectors of {vectors.shape[-1]} numbers, {dimension} are configured.")
    with np.errstate(over="ignore"):
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    if not np.isfinite(lengths).all() or not lengths.all():
        raise BadReply("The embedding API's reply holds a vector without a direction: NaN, infinite or zero.")
    unit: Vectors = (vectors / lengths).astype(np.float32)
    return unit
