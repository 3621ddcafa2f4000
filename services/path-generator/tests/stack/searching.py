"""A process that looks for one goal fifty times at once, when it is told to by a line; the test runs several.

`python searching.py REDIS_URL GOAL`: prints how many equal findings there were. Each search counts in Redis.
"""

import asyncio
import sys

from path_generator.adapters.cache import ENTRY_TTL, CachedFinder
from path_generator.application.goal_search import Finding, SearchSettings
from redis.asyncio import Redis
from traclearn_worker import cache as worker_cache
from traclearn_worker.cache import Cache, CacheSettings, connect

SEARCH_S = 0.3
worker_cache.TIMEOUT_S = 10.0  # on a busy machine that Redis is slow is no failure of the lock


class Searching:
    """The corpus, which takes its time."""

    def __init__(self, counter):
        self._counter = counter

    async def find(self, goal):
        await self._counter.incr(f"searches of {goal}")
        await asyncio.sleep(SEARCH_S)
        return Finding(None, ((goal, "On it"),), by_meaning=True)

    async def find_former(self, goal):
        return None


async def state():
    return "born 1"


async def main(url, goal):
    counter, cache = Redis.from_url(url), Cache(connect(CacheSettings(redis_url=url)), ENTRY_TTL)
    finder = CachedFinder(Searching(counter), state, cache, SearchSettings(0.65, 20))
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    found = await asyncio.gather(*(finder.find(goal) for _ in range(50)))
    print(found.count(Finding(None, ((goal, "On it"),), by_meaning=True)))
    await cache.close()
    await counter.aclose()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
