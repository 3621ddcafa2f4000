"""Answers without a result become delayed, once, and are counted."""

from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from progress.application.answer_sweeper import answer_sweeper, mark_delayed
from progress.handlers.projection import project


@pytest.fixture
def sweep(store):
    counts = []

    @asynccontextmanager
    async def transactions():
        yield store

    sweeper = answer_sweeper(transactions, timedelta(minutes=5), report=counts.append)

    async def run():
        return await sweeper.sweep(), counts

    return run


async def test_a_waiting_answer_becomes_delayed_once(events, store, sweep):
    await project(events.answer(1), store)
    assert await sweep() == (1, [1])
    assert store.phases["learner", 42, 1].phase == "delayed"
    assert await sweep() == (0, [1, 0])
    last = store.feed[-1]
    assert (last.kind, last.learner, last.ticket, last.attempt) == ("delayed", "learner", 42, 1)
    assert last.event_id == events.answer(1).metadata.event_id
    assert len(store.feed) == 2


@pytest.mark.parametrize("end", ["grade", "ungradable", "override"])
async def test_attempt_with_a_result_is_not_marked_delayed(events, store, sweep, end):
    for event in (events.answer(1), getattr(events, end)(1)):
        await project(event, store)
    assert await sweep() == (0, [0])


async def test_superseded_answer_is_not_marked_delayed(events, store, sweep):
    for event in (events.answer(1), events.started(1), events.answer(2)):
        await project(event, store)
    assert await sweep() == (1, [1])
    assert store.phases["learner", 42, 1].phase == "superseded"


async def test_mark_delayed_after_a_result_changes_nothing(events, store):
    await project(events.answer(1), store)
    await project(events.grade(1), store)
    assert await mark_delayed(store, "learner", 42, 1) is False
    assert await mark_delayed(store, "nobody", 42, 1) is False
    assert store.phases["learner", 42, 1].phase == "graded"


async def test_restarted_attempt_may_be_delayed_again(events, store, sweep):
    for minute in (11, 21):
        for event in (events.answer(1), events.started(1, minute=minute)):
            await project(event, store)
        assert store.phases["learner", 42, 1].phase == "grading"
        store.at = events.started(1, minute=minute + 6).metadata.occurred_at
        assert (await sweep())[0] == 1
        assert store.phases["learner", 42, 1].phase == "delayed"


async def test_a_start_by_a_clock_that_is_ahead_is_told_no_delay(events, store, sweep):
    await project(events.answer(1), store)
    await project(events.started(1), store)
    assert (await sweep())[0] == 0
    assert [change.kind for change in store.feed] == ["answer_received", "grading_started"]


async def test_a_grade_after_the_delay_wins(events, store, sweep):
    await project(events.answer(1), store)
    await sweep()
    await project(events.grade(1), store)
    assert store.phases["learner", 42, 1].phase == "graded"
