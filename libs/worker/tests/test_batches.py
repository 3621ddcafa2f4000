"""Whatever a batch call answers, every entry learns its own result."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from traclearn_worker.receiving.batches import Batches
from traclearn_worker.testing import run
from traclearn_worker.transport import EntryError

LATER, NEVER = EntryError("InternalError"), EntryError("ReceiptHandleIsInvalid", final=True)
results = st.lists(st.sampled_from([None, LATER, NEVER, ConnectionError]), max_size=6)


@given(st.lists(results, max_size=40))
def test_each_entry_has_a_result_of_its_own(scripts):
    """A script is what an entry meets call by call; after its end it is done."""
    calls = []

    async def call(entries):
        calls.append(list(entries))
        turns = [scripts[entry].pop(0) if scripts[entry] else None for entry in entries]
        if ConnectionError in turns:
            raise ConnectionError
        return turns

    async def play():
        batches = Batches(call, tries=100)
        return await asyncio.gather(*(batches.submit(entry) for entry in range(len(scripts))))

    finals = [NEVER in script for script in scripts]
    outcome = run(play())
    assert all(len(entries) <= 10 for entries in calls)
    for result, may_be_final in zip(outcome, finals, strict=True):
        assert result is None or (may_be_final and result is NEVER)


def test_entry_that_fails_every_try_returns_its_error():
    calls = []

    async def call(entries):
        calls.append(entries)
        raise ConnectionError

    assert run(Batches(call, tries=5).submit("one")) == EntryError("ConnectionError")
    assert len(calls) == 5


def test_a_full_batch_leaves_at_once_and_a_small_one_soon():
    left = []

    async def call(entries):
        left.append((len(entries), asyncio.get_running_loop().time()))
        return [None] * len(entries)

    async def play():
        batches = Batches(call, linger=0.02)
        await asyncio.gather(*(batches.submit(n) for n in range(23)))

    run(play())
    assert [count for count, _ in left] == [10, 10, 3]
    assert [at for _, at in left] == pytest.approx([0, 0, 0.02], abs=0.001)


def test_flush_ends_after_all_entries_are_answered():
    answered = []

    async def call(entries):
        await asyncio.sleep(3)
        answered.extend(entries)
        return [None] * len(entries)

    async def play():
        batches = Batches(call, linger=60)
        waiting = asyncio.create_task(batches.submit("one"))
        await asyncio.sleep(0)
        await batches.flush()
        assert answered == ["one"]
        await waiting

    run(play())
