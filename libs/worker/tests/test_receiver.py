"""How many pollers, and how much they ask for."""

import asyncio

from traclearn_contracts.models import AnswerSubmittedV1
from traclearn_worker import on
from traclearn_worker.testing import MemoryTransport, bench, run
from worker_scenes.events import answer


class Watched(MemoryTransport):
    """Remembers what receives asked for, and how many there were at a time."""

    def __init__(self):
        super().__init__()
        self.asked, self.polling, self.most = [], 0, 0

    async def receive(self, limit, wait, visibility):
        self.asked.append((limit, wait))
        self.polling += 1
        self.most = max(self.most, self.polling)
        try:
            return await super().receive(limit, wait, visibility)
        finally:
            self.polling -= 1


def watched(handle, count, permits, seconds):
    async def play():
        transport = Watched()
        async with bench(on(AnswerSubmittedV1, handle), transport=transport, permits=permits) as worker:
            worker.deliver(*(answer() for _ in range(count)))
            await asyncio.sleep(seconds)
            idle = transport.polling
            await worker.quiet()
        return transport, idle

    return run(play())


async def quick(event, work):
    return []


async def slow(event, work):
    await asyncio.sleep(5)
    return []


def test_one_poller_waits_on_an_idle_queue():
    transport, idle = watched(quick, 0, 40, 100)
    assert idle == transport.most == 1
    assert transport.asked == [(10, 20)] * len(transport.asked)
    assert len(transport.asked) <= 7  # long polls, not a busy loop


def test_more_poll_when_there_is_more_and_end_when_there_is_not():
    transport, idle = watched(slow, 400, 40, 300)
    assert 1 < transport.most <= 4
    assert idle == 1


def test_a_receive_asks_for_no_more_than_there_are_permits():
    transport, _ = watched(slow, 30, 4, 100)
    assert {limit for limit, _ in transport.asked} <= {1, 2, 3, 4}


def from_learner(learner):
    event = answer()
    return event.model_copy(update={"metadata": event.metadata.model_copy(update={"learner": learner})})


def test_one_answer_is_worked_on_before_the_rest_of_anothers_hundred():
    order = []

    async def handle(event, work):
        order.append(event.metadata.learner)
        await asyncio.sleep(5)
        return []

    async def play():
        async with bench(on(AnswerSubmittedV1, handle), permits=4, prefetch=96) as worker:
            worker.deliver(*(from_learner("hasty") for _ in range(100)))
            await asyncio.sleep(1)
            worker.deliver(from_learner("patient"))
            await worker.quiet()

    run(play())
    assert len(order) == 101
    assert order.index("patient") < 12  # of 101: its message comes when the first are done


def test_message_that_waits_longer_than_its_lease_is_released():
    async def handle(event, work):
        assert work.attempt == 1
        await asyncio.sleep(50)
        return []

    async def play():
        async with bench(on(AnswerSubmittedV1, handle), permits=1, prefetch=9) as worker:
            worker.deliver(*(answer() for _ in range(10)))
            await worker.quiet()
            return worker.app.metrics.totals, worker.transport

    totals, transport = run(play())
    assert totals["succeeded"] == 10 and totals["retried"] == totals["lease_lost"] == 0
    assert not transport.dead


def test_waiting_messages_are_released_when_the_worker_stops():
    begun = []

    async def handle(event, work):
        begun.append(event)
        await asyncio.sleep(30)
        return []

    async def play():
        async with bench(on(AnswerSubmittedV1, handle), permits=2, prefetch=8) as worker:
            worker.deliver(*(answer() for _ in range(10)))
            await asyncio.sleep(1)
        return worker.transport

    transport = run(play())
    assert len(begun) == 2
    assert len(transport.stored) == 8
