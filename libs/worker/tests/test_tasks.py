"""What runs beside the receive loop, and what its end means."""

import asyncio

import pytest
from traclearn_worker.errors import TaskEnded
from traclearn_worker.tasks import UNREADY_FAILURES, WELL_AFTER_S, Background, running
from traclearn_worker.testing import bench, run


async def forever():
    await asyncio.Event().wait()


async def broken():
    raise ZeroDivisionError


async def short():
    """Returns, which no task of the runtime may."""


@pytest.mark.parametrize("work", [broken, short])
def test_a_task_of_the_runtime_that_ends_is_told(work, capsys):
    async def play():
        async with running({"relay": forever(), "metrics": work()}, []) as ended:
            await asyncio.wait([ended])
            with pytest.raises(TaskEnded, match="metrics"):
                ended.result()

    run(play())
    assert "a task of the runtime ended" in capsys.readouterr().out


def test_a_gauge_that_fails_ends_the_process_and_does_not_go_unnoticed():
    """Metrics end at the next line; what was under way is brought to its end before."""

    async def play():
        async with bench(metrics_every=10) as worker:
            worker.app.metrics.gauges["broken"] = lambda: 1 / 0
            await asyncio.sleep(60)
            assert worker.app.health.stopping

    with pytest.raises(TaskEnded, match="metrics"):
        run(play())


def test_background_work_is_begun_again():
    begun = []

    async def work():
        begun.append(1)
        if len(begun) < 4:
            raise ZeroDivisionError

    async def play():
        background = Background(work)
        await background.run()
        return background.failing

    assert (run(play()), len(begun)) == (False, 4)


def test_work_that_goes_on_failing_is_told_until_it_has_run_well():
    fails, begun = [True], []

    async def work():
        begun.append(1)
        if fails[0]:
            raise ZeroDivisionError
        await forever()

    async def play():
        background = Background(work)
        task = asyncio.create_task(background.run())
        while len(begun) < UNREADY_FAILURES:
            assert not background.failing
            await asyncio.sleep(0.1)
        await asyncio.sleep(0.1)
        assert background.failing
        fails[0] = False
        while len(begun) == UNREADY_FAILURES:  # noqa: ASYNC110 - the work itself cannot tell
            await asyncio.sleep(0.1)
        await asyncio.sleep(WELL_AFTER_S - 1)
        assert background.failing  # begun again, and not well for long enough
        await asyncio.sleep(2)
        assert not background.failing
        task.cancel()

    run(play())
