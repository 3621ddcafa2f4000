"""Who gets the next permit."""

import asyncio

import pytest
from traclearn_worker.receiving.turns import Turns
from traclearn_worker.testing import run


async def in_line(turns, *learners):
    """One task for each, all waiting, in this order; `granted` fills as they get their permits."""
    granted = []

    async def wait(learner):
        if await turns.take(learner, 1000):
            granted.append(learner)

    tasks = [asyncio.create_task(wait(learner)) for learner in learners]
    await asyncio.sleep(0.1)
    return granted, tasks


def test_learners_take_turns_whoever_came_first_with_many():
    async def play():
        turns = Turns(1)
        granted, tasks = await in_line(turns, *"aaaabbc")
        for _ in tasks:
            turns.give(granted[-1])
            await asyncio.sleep(0.1)
        await asyncio.gather(*tasks)
        return granted

    assert run(play()) == list("aabcaba")


def test_who_has_fewest_at_work_is_next():
    async def play():
        turns = Turns(3)
        granted, tasks = await in_line(turns, *"aaaabb")
        turns.give("a")
        await asyncio.sleep(0.1)
        turns.close()
        await asyncio.gather(*tasks)
        return granted

    assert run(play()) == list("aaab")


def test_a_wait_in_vain_leaves_the_line():
    async def play():
        turns = Turns(1)
        assert await turns.take("a", 1)
        assert not await turns.take("b", 1)
        turns.give("a")
        return await turns.take("c", 1)

    assert run(play())


def test_a_cancelled_wait_loses_no_permit():
    async def play():
        turns = Turns(1)
        await turns.take("a", 1)
        waiting = asyncio.create_task(turns.take("b", 1000))
        await asyncio.sleep(0.1)
        turns.give("a")
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        return await turns.take("c", 1)

    assert run(play())


def test_closed_turns_grant_no_permit():
    async def play():
        turns = Turns(1)
        await turns.take("a", 1)
        granted, tasks = await in_line(turns, "b")
        turns.close()
        await asyncio.gather(*tasks)
        return granted, await turns.take("c", 1)

    assert run(play()) == ([], False)
