"""How many pollers, and how much they ask for."""

import asyncio

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
        async with bench({"AnswerSubmitted.v1": handle}, transport=transport, permits=permits) as worker:
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
