"""The feed waits for new rows, and a new epoch starts it again."""

import asyncio
import time
from uuid import uuid4

import pytest
from progress.adapters.change_listener import ChangeListener
from progress.application.feed import ChangeFeed, Cursor


class Source:
    """A feed whose rows appear after some looks."""

    def __init__(self, rows=(), later=(), looks=0):
        self.now, self.rows, self.later, self.looks = uuid4(), list(rows), list(later), looks
        self.asked, self.claims = [], {}

    async def epoch(self):
        return self.now

    async def claim(self, reader, cursor):
        self.claims[reader] = cursor

    async def changes(self, after, limit):
        self.asked.append(after)
        if len(self.asked) > self.looks:
            self.rows += self.later
            self.later = []
        return [{"id": row} for row in self.rows if row > after][:limit]


class Clock:
    """Time, and a signal that never comes: each wait takes its seconds."""

    count = 0

    def __init__(self):
        self.now = 0.0

    async def wait(self, count, seconds):
        self.now += seconds

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


async def here():
    return False


async def gone():
    return True


async def test_what_is_there_comes_at_once(clock):
    source = Source(rows=[1, 2, 3, 4])
    read = await ChangeFeed(source, clock, clock).read(Cursor("trac", 1, source.now), 20, 2, is_gone=here)
    assert read == {"epoch": str(source.now), "cursor": 3, "changes": [{"id": 2}, {"id": 3}]}
    assert clock.now == 0


async def test_missed_signal_is_found_by_polling(clock):
    source = Source(later=[1], looks=3)
    read = await ChangeFeed(source, clock, clock).read(Cursor("trac", 0, source.now), 20, 10, is_gone=here)
    assert read["cursor"] == 1
    assert clock.now == 6


async def test_signal_ends_the_wait_at_once():
    source, listener = Source(later=[1], looks=1), ChangeListener(None)
    reading = asyncio.create_task(
        ChangeFeed(source, listener).read(Cursor("trac", 0, source.now), 20, 10, is_gone=here)
    )
    await asyncio.sleep(0.05)
    began = time.monotonic()
    listener._signal()
    assert (await reading)["cursor"] == 1
    assert time.monotonic() - began < 1


async def test_signal_during_the_look_is_not_waited_for():
    listener = ChangeListener(None)

    class Slow(Source):
        async def changes(self, after, limit):
            found = await super().changes(after, limit)
            if not found:
                listener._signal()  # its row was committed after the look
            return found

    source = Slow(later=[1], looks=1)
    async with asyncio.timeout(1):
        assert (await ChangeFeed(source, listener).read(Cursor("trac", 0, source.now), 20, 10, is_gone=here))[
            "cursor"
        ] == 1


async def test_it_waits_no_longer_than_asked(clock):
    source = Source(rows=[1])
    read = await ChangeFeed(source, clock, clock).read(Cursor("trac", 1, source.now), 2, 10, is_gone=here)
    assert (read["cursor"], read["changes"]) == (1, [])
    assert 2 <= clock.now < 2.5


async def test_without_waiting_it_looks_once(clock):
    source = Source()
    assert (await ChangeFeed(source, clock, clock).read(Cursor("trac", 7, None), 0, 10, is_gone=here))[
        "cursor"
    ] == 7
    assert source.asked == [7]


async def test_another_epoch_starts_from_the_beginning_at_once(clock):
    source = Source(rows=[1, 2])
    assert (await ChangeFeed(source, clock, clock).read(Cursor("trac", 2, uuid4()), 20, 10, is_gone=here))[
        "cursor"
    ] == 2
    assert source.asked == [0]
    empty = Source()
    assert (await ChangeFeed(empty, clock, clock).read(Cursor("trac", 900, uuid4()), 20, 10, is_gone=here))[
        "cursor"
    ] == 0
    assert clock.now == 0


async def test_a_reader_that_went_away_is_not_waited_for(clock):
    source = Source()
    await ChangeFeed(source, clock, clock).read(Cursor("trac", 0, source.now), 20, 10, is_gone=gone)
    assert clock.now == 0


async def test_a_poll_claims_what_is_behind_its_cursor(clock):
    source = Source(rows=[1, 2])
    await ChangeFeed(source, clock, clock).read(Cursor("trac", 2, source.now), 0, 10, is_gone=here)
    assert source.claims == {"trac": 2}
    await ChangeFeed(source, clock, clock).read(Cursor("trac", 2, uuid4()), 0, 10, is_gone=here)
    assert source.claims == {"trac": 0}, "in another epoch it begins anew"
