"""Bytes in Redis for a while. Where it is slow, empty or gone, nothing is found, and nobody waits twice."""

import secrets
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import cast

import structlog
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict
from redis.asyncio import Redis
from redis.asyncio.cluster import RedisCluster
from redis.exceptions import RedisClusterException, RedisError

log = structlog.get_logger()
TIMEOUT_S = 0.2
"""What Redis gets: reading from the database takes less than a longer wait."""
RETRY_AFTER_S = 5.0
"""Without Redis after it failed, so that its failing slows one reader and not all."""
FAILURES = (RedisError, RedisClusterException, OSError, TimeoutError)
RELEASE = "return redis.call('GET', KEYS[1]) == ARGV[1] and redis.call('DEL', KEYS[1])"
"""Only who still holds a lock ends it. Source: https://redis.io/docs/latest/commands/set/#patterns"""
Client = Redis | RedisCluster


class CacheSettings(BaseSettings):
    """Without an address nothing is kept."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    redis_url: str | None = Field(None, repr=False)
    redis_cluster: bool = Field(False, description="For ElastiCache with cluster mode.")


def connect(settings: CacheSettings) -> Client | None:
    """A client; it connects with its first command."""
    if not settings.redis_url:
        return None
    made: type[Client] = RedisCluster if settings.redis_cluster else Redis
    return made.from_url(settings.redis_url, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S)


class Cache:
    """What can be had again elsewhere. It raises nothing: each error is a miss.

    After a failure one caller tries again every RETRY_AFTER_S, and all others go on without Redis meanwhile.
    The log says once that it is away, and once that it is back.
    """

    def __init__(
        self, client: Client | None, ttl: timedelta, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Without a client nothing is kept. `ttl`: how long an entry is."""
        self._client = client
        self._ttl = ttl
        self._clock = clock
        self._retry_at: float | None = None
        """None while it answers."""
        self._lookups: Counter[str] = Counter()

    @property
    def gauges(self) -> dict[str, Callable[[], float]]:
        """How many lookups found something and how many did not, since they were last read: the hit rate."""
        names = ("cache_hits", "cache_misses") if self._client is not None else ()
        return {name: partial(self._lookups.pop, name, 0) for name in names}

    async def get(self, key: str) -> bytes | None:
        found = await self._get(key)
        self._lookups["cache_misses" if found is None else "cache_hits"] += 1
        return found

    async def _get(self, key: str) -> bytes | None:
        if (client := self._available()) is None:
            return None
        try:
            found = await client.get(key)
        except FAILURES as error:
            self._failed(error)
            return None
        self._answered()
        return found if isinstance(found, bytes) else None

    async def put(self, key: str, body: bytes) -> None:
        if (client := self._available()) is None:
            return
        try:
            await client.set(key, body, ex=self._ttl)
        except FAILURES as error:
            self._failed(error)
        else:
            self._answered()

    async def lock(self, key: str, timeout_s: float) -> str | None:
        """A token for `unlock`, or None while another holds it; it ends by itself after `timeout_s`.

        Without Redis everybody gets one: a lock saves work, and nothing may depend on it.
        """
        token = secrets.token_hex(16)
        if (client := self._available()) is None:
            return token
        try:
            taken = await client.set(key, token, nx=True, px=round(timeout_s * 1000))
        except FAILURES as error:
            self._failed(error)
            return token
        self._answered()
        return token if taken else None

    async def unlock(self, key: str, token: str) -> None:
        if (client := self._available()) is None:
            return
        try:
            await cast(Redis, client).eval(RELEASE, 1, key, token)
        except FAILURES as error:
            self._failed(error)
        else:
            self._answered()

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()

    def _available(self) -> Client | None:
        """Whom to ask; after a failure it is one caller who asks, and not before it is time."""
        if self._retry_at is None:
            return self._client
        if self._clock() < self._retry_at:
            return None
        self._retry_at = self._clock() + RETRY_AFTER_S
        return self._client

    def _failed(self, error: Exception) -> None:
        if self._retry_at is None:
            log.warning("cache away", dependency="redis", error=type(error).__name__)
        self._retry_at = self._clock() + RETRY_AFTER_S

    def _answered(self) -> None:
        if self._retry_at is not None:
            log.info("cache back", dependency="redis")
            self._retry_at = None
