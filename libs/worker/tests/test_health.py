import asyncio

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from traclearn_worker.breaker import Breakers
from traclearn_worker.health import Health, routes
from traclearn_worker.tasks import Background
from traclearn_worker.testing import MemoryStore, bench, run


async def asked(health, store):
    transport = ASGITransport(routes(FastAPI(), health, Surroundings(store)))
    async with AsyncClient(transport=transport, base_url="http://worker") as client:
        return [(await client.get(path)).status_code for path in ("/health", "/ready")]


class Surroundings:
    """What health sees of `Runtime`."""

    def __init__(self, store):
        self.store, self.breakers = store, Breakers()


def test_alive_while_the_loop_turns_lately():
    async def play():
        health, store = Health(stuck_after_s=100), MemoryStore()
        health.record_turn()
        await asyncio.sleep(99)
        assert await asked(health, store) == [200, 200]
        await asyncio.sleep(2)
        assert await asked(health, store) == [503, 503]
        health.record_turn()
        assert await asked(health, store) == [200, 200]

    run(play())


def test_only_readiness_asks_the_database():
    async def play():
        store = MemoryStore()
        store.down = True
        assert await asked(Health(stuck_after_s=100), store) == [200, 503]

    run(play())


def test_readiness_names_what_is_away_and_stays():
    async def play():
        surroundings = Surroundings(MemoryStore())
        surroundings.breakers["embedder"].trip()
        transport = ASGITransport(routes(FastAPI(), Health(stuck_after_s=100), surroundings))
        async with AsyncClient(transport=transport, base_url="http://worker") as client:
            answer = await client.get("/ready")
        assert (answer.status_code, answer.json()) == (200, {"status": "ok", "away": ["embedder"]})

    run(play())


def test_background_work_that_fails_again_and_again_is_not_ready():
    async def broken():
        raise ZeroDivisionError

    async def play():
        background = Background(broken)
        task = asyncio.create_task(background.run())
        health = Health(1000, [background])
        assert await asked(health, MemoryStore()) == [200, 200]
        await asyncio.sleep(300)
        assert await asked(health, MemoryStore()) == [200, 503]
        task.cancel()

    run(play())


def test_a_worker_that_stops_is_not_ready():
    async def play():
        health = Health(stuck_after_s=100)
        health.stopping = True
        assert await asked(health, MemoryStore()) == [200, 503]

    run(play())


def test_neither_an_outage_nor_an_open_breaker_looks_like_death():
    """Ten minutes of receives that fail, then ten minutes without any."""

    async def play():
        async with bench(requires=["model"]) as worker:
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
