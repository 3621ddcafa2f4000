"""The order of the end, and that it ends."""

import asyncio

from traclearn_worker.breaker import Breaker, Breakers
from traclearn_worker.relay import Relay
from traclearn_worker.runtime import Runtime
from traclearn_worker.shutdown import shut_down
from traclearn_worker.telemetry import Metrics
from traclearn_worker.testing import MemoryStore, MemoryTransport, run, settings
from traclearn_worker.transport import Entry


class Room:
    """Writes down what is asked of it, and how long it may take."""

    inflight = 0

    def __init__(self, name, diary, seconds=0.0):
        self.name, self.diary, self.seconds = name, diary, seconds

    async def note(self, what):
        await asyncio.sleep(self.seconds)
        self.diary.append(f"{self.name} {what}")

    async def stop(self):
        await self.note("stop")

    async def drain(self, seconds):
        await self.note("drain")

    async def flush(self):
        await self.note("flush")


def ended(poll, flush=0.0):
    diary = []

    async def polling():
        try:
            await asyncio.sleep(poll)
            diary.append("last poll")
        except asyncio.CancelledError:
            diary.append("poll cut")
            raise

    async def play():
        task = asyncio.create_task(polling())
        receiver, acks, relay = Room("receiver", diary), Room("acks", diary, flush), Room("relay", diary)
        await shut_down(receiver, task, acks, relay, 120)
        return diary, asyncio.get_running_loop().time()

    return run(play())


def test_shutdown_steps_run_in_order():
    diary, took = ended(poll=20)
    assert diary == [
        "receiver stop",
        "receiver drain",
        "last poll",
        "receiver drain",
        "acks flush",
        "relay flush",
    ]
    assert took < 21


def test_a_poll_that_does_not_end_is_cut():
    diary, took = ended(poll=10_000)
    assert "poll cut" in diary
    assert diary[-2:] == ["acks flush", "relay flush"]
    assert took < 120


def test_flushing_that_does_not_end_is_left():
    _, took = ended(poll=1, flush=10_000)
    assert took < 120


def test_the_relay_flushes_all_that_is_due():
    async def play():
        store, transport = MemoryStore(), MemoryTransport()
        store._post([Entry("s", "d", str(number)) for number in range(120)])
        runtime = Runtime(settings(), transport, store, Breakers(), Metrics("test"))
        await Relay(runtime, Breaker("bus")).flush()
        assert [entry.detail for entry in transport.published] == [str(number) for number in range(120)]
        assert store.outbox == {}

    run(play())
