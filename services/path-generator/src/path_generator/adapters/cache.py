"""What goals found, for an hour: in Redis for all processes, and the last few in this one.

Keyed by the goal alone: what it finds is the same for every learner, and mastery, time and difficulty come
after it. An entry says of which state of the corpus it is; of another state it is a miss, and only
`find_former` takes it.

The layer in the process is a small dictionary, since each entry carries its state and its time, which are to
be looked at anyway. cashews would add a task that expires entries, and pickles in Redis, which neither can be
checked nor outlive a change of these classes.
"""

import asyncio
import random
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from pydantic import AwareDatetime, TypeAdapter, ValidationError
from traclearn_worker.cache import Cache

from path_generator.application.goal_search import Finder, Finding, FormerFinding, SearchSettings
from path_generator.application.single_flight import SingleFlight
from path_generator.domain.text import digest

ENTRY_TTL = timedelta(hours=1)
MAX_RECENT = 64
"""Entries in the process: some hundred kilobytes each."""
MAX_ENTRY_BYTES = 4_000_000
"""A larger one is not worth its way to Redis and back within `traclearn_worker.cache.TIMEOUT_S`."""
LOCK_TIMEOUT_S = 10.0
"""Of who searches for all: after it another one does."""
MAX_WAIT_S = 5.0
"""For another process's search; then one searches oneself."""
POLL_S = (0.02, 0.08)
"""Between two looks: at random, so that those who wait do not come all at once."""


@dataclass(frozen=True, slots=True)
class Entry:
    format: Literal[3]
    """Raise it when what a goal finds is made or written in another way: entries before are misses then."""
    state: str
    """Of the corpus, as it was before the search began: what is of a newer state may be called older, and is
    searched for again; never the other way round."""
    found_at: AwareDatetime
    finding: Finding


ENTRY = TypeAdapter(Entry)


class CachedFinder:
    """See `path_generator.application.goal_search.Finder`. Of equal goals at once, whatever their processes,
    one is searched for. Without Redis each process searches for itself."""

    def __init__(
        self,
        finder: Finder,
        state: Callable[[], Awaitable[str]],
        cache: Cache,
        settings: SearchSettings,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`state`: of the corpus. `settings`: what else decides about a finding."""
        self._finder = finder
        self._state = state
        self._cache = cache
        self._settings = settings
        self._now = now
        self._recent: OrderedDict[str, Entry] = OrderedDict()
        self._flights = SingleFlight[tuple[str, str], Finding]()

    async def find(self, goal: str) -> Finding:
        key, state = self._key(goal), await self._state()
        recent = self._recent.get(key)
        if recent is not None and self._is_current(recent, state):
            self._recent.move_to_end(key)
            return recent.finding
        return await self._flights.run((key, state), lambda: self._find_shared(goal, key, state))

    async def find_former(self, goal: str) -> FormerFinding | None:
        """The latest with a path in it: that nothing was found may have changed since."""
        key = self._key(goal)
        known = [entry for entry in (self._recent.get(key), await self._read(key)) if entry is not None]
        fresh = [entry for entry in known if self._is_fresh(entry)]
        if not fresh:
            return None
        latest = max(fresh, key=lambda entry: entry.found_at)
        coverage = latest.finding.coverage
        return FormerFinding(coverage, latest.found_at) if coverage is not None else None

    async def _find_shared(self, goal: str, key: str, state: str) -> Finding:
        """Waits for another process that is at it."""
        loop = asyncio.get_running_loop()
        lock, wait_until = f"{key}:lock", loop.time() + MAX_WAIT_S
        while (known := await self._current(key, state)) is None:
            token = await self._cache.lock(lock, LOCK_TIMEOUT_S)
            if token is None and loop.time() < wait_until:
                await asyncio.sleep(random.uniform(*POLL_S))
                continue
            try:
                return await self._find_alone(goal, key, state)
            finally:
                if token is not None:
                    await self._cache.unlock(lock, token)
        return known

    async def _find_alone(self, goal: str, key: str, state: str) -> Finding:
        known = await self._current(key, state)  # another one may have ended just before the lock was free
        if known is not None:
            return known
        finding = await self._finder.find(goal)
        if finding.by_meaning:
            await self._write(key, Entry(3, state, self._now(), finding))
        return finding

    async def _current(self, key: str, state: str) -> Finding | None:
        entry = await self._read(key)
        if entry is None or not self._is_current(entry, state):
            return None
        self._keep_recent(key, entry)
        return entry.finding

    async def _read(self, key: str) -> Entry | None:
        body = await self._cache.get(key)
        if body is None:
            return None
        try:
            return ENTRY.validate_json(body)
        except ValidationError:
            return None

    async def _write(self, key: str, entry: Entry) -> None:
        self._keep_recent(key, entry)
        body = ENTRY.dump_json(entry)
        if len(body) <= MAX_ENTRY_BYTES:
            await self._cache.put(key, body)

    def _keep_recent(self, key: str, entry: Entry) -> None:
        self._recent[key] = entry
        self._recent.move_to_end(key)
        if len(self._recent) > MAX_RECENT:
            self._recent.popitem(last=False)

    def _is_current(self, entry: Entry, state: str) -> bool:
        return entry.state == state and self._is_fresh(entry)

    def _is_fresh(self, entry: Entry) -> bool:
        return self._now() - entry.found_at < ENTRY_TTL

    def _key(self, goal: str) -> str:
        """Nobody reads in it what was asked."""
        about = digest(goal, str(self._settings.min_score), str(self._settings.limit))
        return f"traclearn:path-generator:finding:{about}"
