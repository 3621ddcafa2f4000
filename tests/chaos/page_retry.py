"""As a person would: again, until the page comes."""

import time
from collections.abc import Callable
from typing import TypeVar

import httpx

T = TypeVar("T")
AWAY_S = 120.0
"""How long front door or Trac may be away at a stretch."""


def retry_while_away(call: Callable[[], T], seconds: float = AWAY_S) -> T:
    """Calls again while the front door or Trac is away. Raises what it raised last."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return call()
        except httpx.HTTPError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def require_taken(reply: httpx.Response) -> None:
    """Raises HTTPStatusError where Trac is away, and AssertionError where it refuses."""
    if reply.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        reply.raise_for_status()
    assert reply.status_code in (302, 303), (reply.status_code, reply.text[:500])
