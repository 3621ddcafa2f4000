"""Redis may fail in every way; then nothing is cached and nobody waits twice."""

from uuid import uuid4

import pytest
from progress.adapters.cache import RETRY_AFTER_S, Cache, connect
from redis.asyncio import Redis
from redis.asyncio.cluster import RedisCluster
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError


class Client:
    def __init__(self):
        self.kept, self.fault, self.calls = {}, None, 0

    async def get(self, key):
        self.calls += 1
        if self.fault:
            raise self.fault
        return self.kept.get(key)

    async def set(self, key, value, ex):
        self.calls += 1
        if self.fault:
            raise self.fault
        assert ex.total_seconds() == 900
        self.kept[key] = value


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


async def test_kept_by_learner_ticket_and_version():
    cache, version = Cache(Client()), uuid4()
    await cache.put("a", 1, version, b"body")
    assert await cache.get("a", 1, version) == b"body"
    for other in (("b", 1, version), ("a", 2, version), ("a", uuid4(), version), ("a", 1, uuid4())):
        assert await cache.get(*other) is None


@pytest.mark.parametrize(
    "fault", [RedisConnectionError("gone"), RedisError("odd"), OSError("net"), TimeoutError()]
)
async def test_a_failing_redis_is_left_alone_for_a_while(fault):
    client, clock, version = Client(), Clock(), uuid4()
    cache = Cache(client, clock)
    await cache.put("a", 1, version, b"body")
    client.fault = fault
    for _ in range(10):
        assert await cache.get("a", 1, version) is None
        await cache.put("a", 1, version, b"other")
    assert client.calls == 2
    client.fault, clock.now = None, RETRY_AFTER_S
    assert await cache.get("a", 1, version) == b"body"


async def test_without_redis():
    cache = Cache(None)
    await cache.put("a", 1, uuid4(), b"body")
    assert await cache.get("a", 1, uuid4()) is None
    await cache.close()


async def test_one_switch_makes_it_a_cluster_client():
    assert isinstance(connect("redis://127.0.0.1:1", cluster=False), Redis)
    assert isinstance(connect("redis://127.0.0.1:1", cluster=True), RedisCluster)


async def test_a_redis_that_is_not_there():
    cache = Cache(connect("redis://127.0.0.1:1", cluster=False))
    assert await cache.get("a", 1, uuid4()) is None
    await cache.close()
