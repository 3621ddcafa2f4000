import asyncio

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from traclearn_worker.health import Health, routes
from traclearn_worker.testing import MemoryStore, bench, run


async def asked(health, store):
    transport = ASGITransport(routes(FastAPI(), health, store))
    async with AsyncClient(transport=transport, base_url="http://worker") as client:
        return [(await client.get(path)).status_code for path in ("/health", "/ready")]


def test_alive_while_the_loop_turns_lately():
    async def play():
        health, store = Health(patience=100), MemoryStore()
        health.turned()
        await asyncio.sleep(99)
        assert await asked(health, store) == [200, 200]
        await asyncio.sleep(2)
        assert await asked(health, store) == [503, 503]
        health.turned()
        assert await asked(health, store) == [200, 200]

    run(play())


def test_only_readiness_asks_the_database():
    async def play():
        store = MemoryStore()
        store.down = True
        assert await asked(Health(patience=100), store) == [200, 503]

    run(play())


def test_a_worker_that_stops_is_not_ready():
    async def play():
        health = Health(patience=100)
        health.stopping = True
        assert await asked(health, MemoryStore()) == [200, 503]

    run(play())


def test_neither_an_outage_nor_an_open_breaker_looks_like_death():
    """Ten minutes of receives that fail, then ten minutes without any."""

    async def play():
        async with bench({}) as worker:
            seen = []
            worker.transport.faults["receive"].extend([ConnectionError()] * 40)
            for _ in range(120):
                await asyncio.sleep(5)
                seen.append(worker.app.health.alive)
            breaker = worker.app.breakers["model"]
            for _ in range(120):
                breaker.trip()
                await asyncio.sleep(5)
                seen.append(worker.app.health.alive)
            assert seen == [True] * 240

    run(play())
