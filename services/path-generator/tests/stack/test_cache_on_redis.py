"""The cache on a real Redis: between processes, while it stands still, and after it ended."""

import asyncio
import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from path_generator.adapters import cache as cache_module
from path_generator.adapters.cache import ENTRY_TTL, CachedFinder
from path_generator.application.goal_search import CorpusFinder, SearchSettings
from redis import Redis
from redis.exceptions import RedisError
from traclearn_corpus import GraphAway
from traclearn_local.stores.scratch_postgres import free_port
from traclearn_worker.cache import TIMEOUT_S, Cache, CacheSettings, connect

pytestmark = pytest.mark.stack
SEARCHING = Path(__file__).with_name("searching.py")
START_TIMEOUT_S = 30
WANTED = SearchSettings(0.65, 20)


class Server:
    def __init__(self):
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", "/tmp"]
        self.process = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)

    def wait(self):
        deadline = time.monotonic() + START_TIMEOUT_S
        with Redis.from_url(self.url) as client:
            while True:
                try:
                    return client.ping()
                except RedisError:
                    if time.monotonic() > deadline:
                        raise
                    time.sleep(0.05)

    def stop(self):
        self.process.send_signal(signal.SIGCONT)
        self.process.terminate()
        self.process.wait(30)


@pytest.fixture
def server():
    started = Server()
    try:
        started.wait()
        yield started
    finally:
        started.stop()


@pytest.fixture
async def new_process(server, course_of_fakes):
    """What another process has."""
    made = []

    def make():
        made.append(Cache(connect(CacheSettings(redis_url=server.url)), ENTRY_TTL))
        corpus = course_of_fakes.corpus
        return CachedFinder(CorpusFinder(corpus, WANTED), corpus.state, made[-1], WANTED)

    yield make
    for cache in made:
        await cache.close()


def test_fifty_tasks_in_each_of_two_processes_cost_one_search(server):
    goal = secrets.token_hex(8)
    command = [sys.executable, str(SEARCHING), server.url, goal]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ)
        for _ in range(2)
    ]
    assert [process.stdout.readline() for process in processes] == ["ready\n"] * 2
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    assert [process.communicate(timeout=60)[0] for process in processes] == ["50\n"] * 2
    with Redis.from_url(server.url, decode_responses=True) as client:
        assert client.get(f"searches of {goal}") == "1"
        assert not client.keys("*:lock")
        (key,) = client.keys("traclearn:path-generator:*")
        assert ENTRY_TTL.total_seconds() - 60 < client.ttl(key) <= ENTRY_TTL.total_seconds()


async def test_other_process_finds_the_same(new_process, course_of_fakes):
    first = await new_process().find("isolation")
    assert await new_process().find("isolation") == first
    assert len(course_of_fakes.corpus.asked) == 1


async def test_lock_of_a_process_that_hangs_ends_by_itself(new_process, course_of_fakes, monkeypatch):
    monkeypatch.setattr(cache_module, "LOCK_TIMEOUT_S", 0.3)
    search, end = course_of_fakes.corpus.search, asyncio.Event()

    async def hang(goal, limit):
        await end.wait()
        raise GraphAway("away", 30)

    course_of_fakes.corpus.search = hang
    hanging = asyncio.create_task(new_process().find("isolation"))
    await asyncio.sleep(0.1)
    course_of_fakes.corpus.search = search
    began = time.monotonic()
    assert (await new_process().find("isolation")).coverage is not None
    assert 0.05 < time.monotonic() - began < 2
    end.set()
    with pytest.raises(GraphAway):
        await hanging


async def test_redis_that_stands_still_costs_its_timeout_once(new_process, server, course_of_fakes):
    process = new_process()
    first = await process.find("isolation")
    server.process.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    assert await process.find("another goal") == first
    assert time.monotonic() - began < 4 * TIMEOUT_S
    began = time.monotonic()
    for number in range(20):
        assert await process.find(f"goal {number}") == first
    assert time.monotonic() - began < TIMEOUT_S
    assert len(course_of_fakes.corpus.asked) == 22


async def test_redis_that_ended_leaves_what_is_found_as_it_is(new_process, server, course_of_fakes):
    process = new_process()
    first = await process.find("isolation")
    server.stop()
    course_of_fakes.corpus.generation += 1
    assert await process.find("isolation") == await new_process().find("isolation") == first
    assert len(course_of_fakes.corpus.asked) == 3
