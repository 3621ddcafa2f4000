"""Requests that share a statement."""

import asyncio

import pytest
from traclearn_worker import Unavailable
from traclearn_worker.postgres.groups import MAX_GROUP_SIZE, Groups
from traclearn_worker.testing import run


class Calls:
    """Answers each request with itself, a second later, and notes who went together."""

    def __init__(self, *bad, error=ValueError):
        self.made = []
        self.bad = set(bad)
        self.error = error

    async def __call__(self, requests):
        self.made.append(requests)
        await asyncio.sleep(1)
        if self.bad & set(requests):
            raise self.error("database", 1.0)
        return requests


def together(calls, *requests, cancelled=()):
    async def submit():
        groups = Groups(calls)
        waiting = []
        for request in requests:
            waiting.append(asyncio.create_task(groups.submit(request)))
            await asyncio.sleep(0.5 / len(requests))
        for number in cancelled:
            waiting[number].cancel()
        return await asyncio.gather(*waiting, return_exceptions=True)

    return run(submit())


def test_the_first_goes_at_once_and_what_comes_meanwhile_goes_together():
    calls = Calls()
    assert together(calls, 1, 2, 3, 4) == [1, 2, 3, 4]
    assert calls.made == [[1], [2, 3, 4]]


def test_a_group_has_an_end():
    calls = Calls()
    together(calls, *range(MAX_GROUP_SIZE + 2))
    assert [len(made) for made in calls.made] == [1, MAX_GROUP_SIZE, 1]


def test_a_request_that_fails_fails_for_itself():
    answers = together(calls := Calls(3), 1, 2, 3, 4)
    assert [type(answer) for answer in answers] == [int, int, ValueError, int]
    assert calls.made == [[1], [2, 3, 4], [2], [3], [4]]


def test_an_outage_is_everybodys_and_asked_about_once():
    answers = together(calls := Calls(3, error=Unavailable), 1, 2, 3, 4)
    assert [type(answer) for answer in answers] == [int, Unavailable, Unavailable, Unavailable]
    assert len(calls.made) == 2


def test_who_went_away_is_not_asked_for_and_holds_up_nobody():
    answers = together(calls := Calls(), 1, 2, 3, cancelled=[0, 1])
    assert [type(answer) for answer in answers] == [asyncio.CancelledError, asyncio.CancelledError, int]
    assert calls.made == [[1], [3]]


def test_when_the_statement_is_cut_short_nobody_waits_for_ever():
    async def cut():
        groups = Groups(Calls())
        waiting = [asyncio.create_task(groups.submit(1))]
        await asyncio.sleep(0.5)
        waiting.append(asyncio.create_task(groups.submit(2)))
        await asyncio.sleep(0)
        groups._calling.cancel()
        return await asyncio.gather(*waiting, return_exceptions=True)

    assert [type(answer) for answer in run(cut())] == [asyncio.CancelledError] * 2


def test_what_comes_in_one_moment_goes_together():
    async def submit():
        groups = Groups(calls)
        await asyncio.gather(groups.submit(1), groups.submit(2))

    calls = Calls()
    run(submit())
    assert calls.made == [[1, 2]]


def test_when_all_have_gone_away_nothing_is_asked():
    together(calls := Calls(), 1, 2, cancelled=[0, 1])
    assert calls.made == [[1]]


@pytest.mark.parametrize("pause", [0, 5])
def test_after_a_group_the_next_begins_anew(pause):
    async def twice():
        groups = Groups(Calls())
        first = await groups.submit(1)
        await asyncio.sleep(pause)
        return [first, await groups.submit(2)]

    assert run(twice()) == [1, 2]
