"""Answers of the API in Redis. It may be slow, empty or gone: then the database answers."""

import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from redis.asyncio import Redis
from redis.asyncio.cluster import RedisCluster
from redis.exceptions import RedisError

ENTRY_TTL = timedelta(minutes=15)
TIMEOUT_S = 0.2
"""What Redis gets: reading from the database takes less than a longer wait."""
RETRY_AFTER_S = 5.0
"""Without Redis after it failed, so that its failing slows one reader and not all."""


def connect(url: str, *, cluster: bool) -> "Redis | RedisCluster":
    """A client; it connects with its first command. `cluster` for ElastiCache with cluster mode."""
    if cluster:
        return RedisCluster.from_url(url, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S)
    return Redis.from_url(url, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S)


class Cache:
    """Progress on a ticket, or a path, by version: a changed row has another version and so another
    key: nothing is removed."""

    def __init__(
        self, client: "Redis | RedisCluster | None", clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._client = client
        self._clock = clock
        self._paused_until = 0.0

    async def get(self, learner: str, subject: int | UUID, version: UUID) -> bytes | None:
        if self._client is None or self._clock() < self._paused_until:
            return None
        try:
            found = await self._client.get(_key(learner, subject, version))
        except (RedisError, OSError, TimeoutError):
            self._pause()
            return None
        return found if isinstance(found, bytes) else None

    async def put(self, learner: str, subject: int | UUID, version: UUID, body: bytes) -> None:
        if self._client is None or self._clock() < self._paused_until:
            return
        try:
            await self._client.set(_key(learner, subject, version), body, ex=ENTRY_TTL)
        except (RedisError, OSError, TimeoutError):
            self._pause()

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()

    def _pause(self) -> None:
        self._paused_until = self._clock() + RETRY_AFTER_S


def _key(learner: str, subject: int | UUID, version: UUID) -> str:
    return f"traclearn:progress:{learner}:{subject}:{version}"
