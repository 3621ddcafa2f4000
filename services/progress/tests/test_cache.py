"""Which answer is whose, and of which version."""

from uuid import uuid4

from progress.adapters.cache import ENTRY_TTL, Cache
from traclearn_worker.testing import FakeRedis


async def test_entry_is_found_by_its_learner_ticket_and_version_alone():
    client, version = FakeRedis(), uuid4()
    cache = Cache(client)
    await cache.put("a", 1, version, b"body")
    assert await cache.get("a", 1, version) == b"body"
    assert [*client.lives.values()] == [ENTRY_TTL]
    for other in (("b", 1, version), ("a", 2, version), ("a", uuid4(), version), ("a", 1, uuid4())):
        assert await cache.get(*other) is None


async def test_without_redis_nothing_is_kept():
    cache, version = Cache(None), uuid4()
    await cache.put("a", 1, version, b"body")
    assert await cache.get("a", 1, version) is None
    await cache.close()
