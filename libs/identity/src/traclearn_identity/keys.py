"""The issuer's public keys, kept in memory so that a token is checked without asking anybody."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWK
from jwt.exceptions import PyJWTError

from traclearn_identity.errors import InvalidToken, KeysUnavailable

THROTTLE = 10.0
"""Seconds between two reads of the JWKS, whatever came of the first: made-up kids never flood it."""
MAX_AGE = 3600.0
"""Seconds after which known keys are read again, so that a withdrawn key stops working."""
TIMEOUT = 3.0

Fetch = Callable[[], Awaitable[Mapping[str, Any]]]


def over_http(url: str) -> Fetch:
    """Reads the JWKS document at `url`."""

    async def fetch() -> Mapping[str, Any]:
        async with httpx.AsyncClient(timeout=TIMEOUT) as client:
            response = await client.get(url)
            response.raise_for_status()
            document: Mapping[str, Any] = response.json()
            return document

    return fetch


class Keys:
    """RSA keys by `kid`. Known keys work while the endpoint is down; an unknown kid makes it look again."""

    def __init__(self, fetch: Fetch, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._clock = clock
        self._known: dict[str, RSAPublicKey] = {}
        self._read_at: float | None = None
        self._tried_at: float | None = None
        self._failed = False
        self._lock = asyncio.Lock()

    async def key(self, kid: str) -> RSAPublicKey:
        """Raises InvalidToken when the issuer has no such kid, KeysUnavailable when it cannot be asked."""
        if kid not in self._known or self._stale():
            await self._look(kid)
        if kid in self._known:
            return self._known[kid]
        if self._failed:
            raise KeysUnavailable("The sign-in service cannot be reached. Try again in a moment.")
        raise InvalidToken("The token is not signed by a key of this sign-in service. Sign in again.")

    async def _look(self, kid: str) -> None:
        if kid in self._known and self._lock.locked():
            return  # somebody is refreshing; what is known will do meanwhile
        async with self._lock:
            if (kid in self._known and not self._stale()) or self._throttled():
                return
            # Both are set before the attempt: one that is cancelled counts as tried and failed.
            self._tried_at, self._failed = self._clock(), True
            try:
                self._known = _rsa_keys(await self._fetch())
            except (httpx.HTTPError, ValueError, TypeError, KeyError, AttributeError):
                return
            self._failed, self._read_at = False, self._clock()

    def _stale(self) -> bool:
        return self._read_at is None or self._clock() - self._read_at >= MAX_AGE

    def _throttled(self) -> bool:
        return self._tried_at is not None and self._clock() - self._tried_at < THROTTLE


def _rsa_keys(document: Mapping[str, Any]) -> dict[str, RSAPublicKey]:
    """The usable keys of a JWKS; an unusable one never hides the others. ValueError when none is left."""
    keys: dict[str, RSAPublicKey] = {}
    for entry in document["keys"]:
        if entry.get("use", "sig") != "sig" or entry.get("alg", "RS256") != "RS256":
            continue
        try:
            key = PyJWK(entry, algorithm="RS256").key
        except PyJWTError:
            continue
        if isinstance(key, RSAPublicKey) and isinstance(entry.get("kid"), str):
            keys[entry["kid"]] = key
    if not keys:
        raise ValueError("no usable RSA key in the JWKS")
    return keys
