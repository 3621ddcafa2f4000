"""Redis may fail in every way; then nothing is cached and nobody waits twice."""

import asyncio
from datetime import timedelta

import pytest
from redis.asyncio import Redis
from redis.asyncio.cluster import RedisCluster
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisClusterException, RedisError
from structlog.testing import capture_logs
from traclearn_worker.cache import RETRY_AFTER_S, Cache, CacheSettings, connect
from traclearn_worker.testing import FakeRedis

TTL = timedelta(minutes=15)
URL = "redis://:secret@127.0.0.1:1"
FAULTS = [
    RedisConnectionError("gone"),
    RedisError("odd"),
    RedisClusterException("no node"),
    OSError("net"),
    TimeoutError(),
]


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
async def test_failing_redis_is_left_alone_for_a_while_and_said_once(fault):
    client, clock = FakeRedis(), Clock()
    cache = Cache(client, TTL, clock)
    await cache.put("a", b"body")
    client.fault = fault
    with capture_logs() as logs:
        for _ in range(10):
            assert await cache.get("a") is None
            await cache.put("a", b"other")
        assert client.calls == 2
        clock.now = RETRY_AFTER_S
        assert await cache.get("a") is None and client.calls == 3
        client.fault, clock.now = None, 2 * RETRY_AFTER_S
        assert await cache.get("a") == b"body"
    assert [entry["event"] for entry in logs] == ["cache away", "cache back"]
    assert logs[0]["error"] == type(fault).__name__


async def test_of_many_after_the_rest_one_tries(monkeypatch):
    client, clock = FakeRedis(), Clock()
    cache = Cache(client, TTL, clock)
    client.fault = OSError("net")
    await cache.get("a")

    async def hang(key):
        client.calls += 1
        await asyncio.sleep(0.01)
        raise TimeoutError

    monkeypatch.setattr(client, "get", hang)
    clock.now = RETRY_AFTER_S
    assert await asyncio.gather(*(cache.get("a") for _ in range(10))) == [None] * 10
    assert client.calls == 2


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
async def test_lock_of_a_failing_redis_is_everybodys(fault):
    client = FakeRedis()
    cache = Cache(client, TTL, Clock())
    client.fault = fault
    tokens = [await cache.lock("a", 2) for _ in range(5)]
    assert all(tokens) and len(set(tokens)) == 5
    await cache.unlock("a", tokens[0])
    assert client.calls == 1


async def test_entries_and_locks_end_by_themselves():
    client = FakeRedis()
    cache = Cache(client, TTL)
    await cache.put("a", b"body")
    await cache.lock("b", 2)
    assert client.lives == {"a": TTL, "b": timedelta(seconds=2)}


async def test_lock_is_one_holders_until_its_holder_ends_it():
    cache = Cache(FakeRedis(), TTL)
    token = await cache.lock("a", 2)
    assert token and await cache.lock("a", 2) is None and await cache.lock("b", 2)
    await cache.unlock("a", "another token")
    assert await cache.lock("a", 2) is None
    await cache.unlock("a", token)
    assert await cache.lock("a", 2)


async def test_without_redis_nothing_is_kept():
    cache = Cache(None, TTL)
    await cache.put("a", b"body")
    assert await cache.get("a") is None and await cache.lock("a", 2) and await cache.lock("a", 2)
    await cache.unlock("a", "token")
    await cache.close()


async def test_without_an_address_there_is_no_client_and_with_one_no_password_is_shown():
    assert connect(CacheSettings(redis_url=None)) is connect(CacheSettings(redis_url="")) is None
    assert "secret" not in repr(CacheSettings(redis_url=URL))


async def test_one_switch_makes_it_a_cluster_client():
    assert isinstance(connect(CacheSettings(redis_url=URL, redis_cluster=False)), Redis)
    assert isinstance(connect(CacheSettings(redis_url=URL, redis_cluster=True)), RedisCluster)


@pytest.mark.parametrize("cluster", [False, True])
async def test_absent_redis_is_a_miss(cluster):
    cache = Cache(connect(CacheSettings(redis_url=URL, redis_cluster=cluster)), TTL)
    assert await cache.get("a") is None and await cache.lock("a", 2)
    await cache.close()


async def test_lookups_are_counted_once_and_a_failing_redis_misses():
    client = FakeRedis()
    cache = Cache(client, TTL)
    gauges = cache.gauges
    await cache.put("a", b"body")
    for key in ("a", "a", "b"):
        await cache.get(key)
    assert {name: read() for name, read in gauges.items()} == {"cache_hits": 2, "cache_misses": 1}
    client.fault = OSError("net")
    await cache.get("a")
    assert {name: read() for name, read in gauges.items()} == {"cache_hits": 0, "cache_misses": 1}


def test_without_redis_there_is_no_hit_rate():
    assert Cache(None, TTL).gauges == {}
