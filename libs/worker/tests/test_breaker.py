import asyncio

import pytest
from traclearn_worker import Breaker, Busy, Permanent, Unavailable
from traclearn_worker.breaker import Breakers, State
from traclearn_worker.testing import run


async def call(breaker, error=None, seconds=0.0):
    with breaker():
        await asyncio.sleep(seconds)
        if error is not None:
            raise error


async def opened(rest=60.0):
    breaker = Breaker("model", failures=5, rest=rest)
    for _ in range(4):
        with pytest.raises(ConnectionError):
            await call(breaker, ConnectionError())
    with pytest.raises(Unavailable) as last:
        await call(breaker, ConnectionError())
    assert isinstance(last.value.__cause__, ConnectionError)
    return breaker


def test_breaker_opens_at_the_fifth_failure_in_a_row():
    async def play():
        breaker = await opened()
        assert breaker.state is State.OPEN
        with pytest.raises(Unavailable) as refused:
            await call(breaker)
        assert refused.value.retry_in == pytest.approx(60)

    run(play())


def test_a_success_in_between_begins_the_count_anew():
    async def play():
        breaker = Breaker("model", failures=2)
        for _ in range(5):
            with pytest.raises(ConnectionError):
                await call(breaker, ConnectionError())
            await call(breaker)
        assert breaker.state is State.CLOSED

    run(play())


def test_breaker_after_its_rest_lets_one_call_decide():
    async def play():
        breaker = await opened()
        await asyncio.sleep(60)
        assert breaker.state is State.HALF_OPEN
        trial = asyncio.create_task(call(breaker, seconds=1))
        await asyncio.sleep(0.5)
        with pytest.raises(Unavailable):
            await call(breaker)
        await trial
        assert breaker.state is State.CLOSED

    run(play())


def test_breaker_opens_again_after_a_failed_trial():
    async def play():
        breaker = await opened()
        await asyncio.sleep(60)
        with pytest.raises(Unavailable):
            await call(breaker, ConnectionError())
        assert breaker.state is State.OPEN
        assert breaker.retry_in == pytest.approx(60)

    run(play())


def test_a_cancelled_trial_leaves_the_next_one_its_turn():
    async def play():
        breaker = await opened()
        await asyncio.sleep(60)
        trial = asyncio.create_task(call(breaker, seconds=5))
        await asyncio.sleep(1)
        trial.cancel()
        await asyncio.wait({trial})
        await call(breaker)
        assert breaker.state is State.CLOSED

    run(play())


def test_a_refused_question_speaks_for_the_dependency():
    async def play():
        breaker = Breaker("model", failures=2)
        for _ in range(5):
            with pytest.raises(Permanent):
                await call(breaker, Permanent("too long"))
        assert breaker.state is State.CLOSED

    run(play())


def test_a_trial_that_failed_elsewhere_proves_nothing():
    async def play():
        breaker = await opened()
        await asyncio.sleep(60)
        with pytest.raises(Busy):
            await call(breaker, Busy("another has it", 1))
        assert breaker.state is State.HALF_OPEN
        with pytest.raises(LookupError), breaker(counts=lambda error: isinstance(error, OSError) or None):
            raise LookupError("The bucket is away; this one was not asked.")
        assert breaker.state is State.HALF_OPEN
        await call(breaker)
        assert breaker.state is State.CLOSED

    run(play())


def test_the_longest_rest_of_what_is_required_holds_for_all():
    async def play():
        breakers = Breakers(failures=1, rest=60, required=["one", "two"])
        assert (breakers.retry_in, breakers.cautious) == (0, False)
        with pytest.raises(Unavailable):
            await call(breakers["one"], ConnectionError())
        await asyncio.sleep(20)
        with pytest.raises(Unavailable):
            await call(breakers["two"], ConnectionError())
        assert breakers.retry_in == pytest.approx(60)
        await asyncio.sleep(45)
        assert breakers.cautious
        assert breakers["one"] is breakers["one"]
        assert breakers.away == ["one", "two"]

    run(play())


def test_what_is_optional_stops_nobody_else():
    async def play():
        breakers = Breakers(failures=1, rest=60, required=["one"])
        with pytest.raises(Unavailable):
            await call(breakers["cache"], ConnectionError())
        assert (breakers.retry_in, breakers.cautious, breakers.away) == (0, False, ["cache"])
        await asyncio.sleep(60)
        assert (breakers.cautious, breakers.away) == (False, ["cache"])
        await call(breakers["cache"])
        assert breakers.away == []

    run(play())
