"""What a lease cancels when it ends."""

import asyncio

import pytest
from traclearn_worker.messages import Lease, LeaseEnd, Message
from traclearn_worker.testing import run


def test_lease_end_cancels_what_runs_inside_and_nothing_after():
    async def play():
        lease = Lease(Message("{}", "receipt"), 60, 120)
        asyncio.get_running_loop().call_later(1, lease.end, LeaseEnd.LOST)
        with pytest.raises(asyncio.CancelledError), lease:
            await asyncio.sleep(10)
        await asyncio.sleep(1)
        return asyncio.current_task().cancelling()

    assert run(play()) == 0


def test_lease_end_after_the_work_cancels_nothing():
    async def play():
        lease = Lease(Message("{}", "receipt"), 60, 120)
        with lease:
            await asyncio.sleep(1)
        lease.end(LeaseEnd.STOPPED)
        await asyncio.sleep(1)
        return lease.ending

    assert run(play()) is LeaseEnd.STOPPED


def test_cancellation_from_outside_a_lease_is_not_swallowed():
    async def work(lease):
        with lease:
            await asyncio.sleep(10)

    async def play():
        task = asyncio.create_task(work(Lease(Message("{}", "receipt"), 60, 120)))
        await asyncio.sleep(1)
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled(), task.cancelling()

    assert run(play()) == (True, 1)
