"""Permits and the poll loop: never more work than permits, and no message waits for another of its batch."""

import asyncio
import time
from contextlib import suppress

import structlog

from traclearn_worker.handling.delivery import Delivery
from traclearn_worker.handling.verdict import Delete, Release, Retry, Verdict
from traclearn_worker.health import Health
from traclearn_worker.messages import Lease, LeaseEnd, Message
from traclearn_worker.receiving.acks import Acks
from traclearn_worker.receiving.heartbeat import Heartbeat
from traclearn_worker.receiving.turns import Turns
from traclearn_worker.retry import backoff
from traclearn_worker.runtime import Runtime
from traclearn_worker.settings import MAX_VISIBILITY_S
from traclearn_worker.telemetry import where
from traclearn_worker.transport import MAX_BATCH_ENTRIES

log = structlog.get_logger()

MAX_POLLERS = 4


class Permits:
    """How many more messages may be held."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.free = count
        self.closed = False
        self._changed = asyncio.Event()

    async def take(self, at_most: int) -> int:
        """Waits for at least one and takes up to so many; 0 once closed."""
        while not self.free and not self.closed:
            self._changed.clear()
            await self._changed.wait()
        taken = 0 if self.closed else min(at_most, self.free)
        self.free -= taken
        return taken

    def give(self, count: int = 1) -> None:
        self.free += count
        self._changed.set()

    def close(self) -> None:
        self.closed = True
        self._changed.set()


class Receiver:
    """Receives what there are permits for and starts a task for each message. Those beyond
    `settings.permits`, `prefetch` at most, wait under their lease until it is their learner's turn.

    One poller waits on an idle queue. A receive that came back full starts another while permits are left; an
    additional poller ends when a receive brings nothing.
    """

    def __init__(
        self, runtime: Runtime, delivery: Delivery, acks: Acks, heartbeat: Heartbeat, health: Health
    ) -> None:
        self._transport = runtime.transport
        self._breakers = runtime.breakers
        self._metrics = runtime.metrics
        self._settings = settings = runtime.settings
        self._delivery = delivery
        self._acks = acks
        self._heartbeat = heartbeat
        self._health = health
        self._permits = Permits(settings.permits + settings.prefetch)
        self._turns = Turns(settings.permits)
        self._stopping = asyncio.Event()
        self._pollers: set[asyncio.Task[None]] = set()
        self._at_work: dict[asyncio.Task[None], Lease] = {}

    @property
    def inflight(self) -> int:
        return len(self._at_work)

    async def run(self) -> None:
        """Receives until `stop`. Returns when the last poll has; work may still be under way then."""
        self._health.record_turn()
        self._add_poller(extra=False)
        try:
            while self._pollers:
                done, _ = await asyncio.wait(self._pollers, return_when=asyncio.FIRST_COMPLETED)
                self._pollers -= done
                for poller in done:
                    poller.result()
        finally:
            for poller in self._pollers:
                poller.cancel()

    async def stop(self) -> None:
        """Begins no further receive. What a poll under way still brings is released."""
        self._stopping.set()
        self._turns.close()
        self._permits.close()

    async def drain(self, seconds: float) -> None:
        """Waits for the work under way; what is not done by then is cut short and released."""
        if self._at_work:
            await asyncio.wait(self._at_work, timeout=seconds)
        for lease in self._at_work.values():
            lease.end(LeaseEnd.STOPPED)
        if self._at_work:
            log.warning("cut short", count=len(self._at_work))
            await asyncio.wait(self._at_work, timeout=5.0)

    def _add_poller(self, extra: bool = True) -> None:
        most = max(1, min(MAX_POLLERS, self._permits.count // MAX_BATCH_ENTRIES))
        if len(self._pollers) < most and not self._stopping.is_set():
            self._pollers.add(asyncio.create_task(self._poll(extra)))

    async def _poll(self, extra: bool) -> None:
        failures = 0
        while not self._stopping.is_set():
            room = await self._room()
            if room == 0:
                continue
            messages = await self._receive(room)
            failures = 0 if messages is not None else failures + 1
            if messages is None:
                await self._rest(backoff(failures, cap=30.0))
            elif len(messages) == room:
                self._add_poller()
            elif extra and not messages:
                return

    async def _room(self) -> int:
        """Permits for the next receive; 0 after a rest, when it is time to look again."""
        rest = self._breakers.retry_in
        cautious = self._breakers.cautious
        if rest > 0 or (cautious and self._at_work):
            await self._rest(min(rest or 0.1, 5.0))
            self._health.record_turn()
            return 0
        taken = await self._permits.take(1 if cautious else MAX_BATCH_ENTRIES)
        if self._breakers.retry_in > 0:  # one opened while we waited
            self._permits.give(taken)
            return 0
        return taken

    async def _receive(self, room: int) -> list[Message] | None:
        """Starts work on what comes. None after an error."""
        settings = self._settings
        try:
            messages = await self._transport.receive(room, settings.receive_wait, settings.visibility)
        except Exception as error:
            self._metrics.count("receive_failed")
            log.warning("receive failed", error=type(error).__name__, where=where(error))
            messages = None
        self._health.record_turn()
        self._permits.give(room - len(messages or ()))
        for message in messages or ():
            self._start(message)
        return messages

    def _start(self, message: Message) -> None:
        self._metrics.count("received")
        if message.sent_at is not None:
            self._metrics.observe("queue_age_ms", max(0.0, time.time() - message.sent_at) * 1000)
        settings = self._settings
        cap = min(2 * settings.handler_timeout + settings.visibility, MAX_VISIBILITY_S)
        lease = Lease(message, settings.visibility, cap)
        task = asyncio.create_task(self._work(lease))
        self._at_work[task] = lease
        task.add_done_callback(self._at_work.pop)

    async def _work(self, lease: Lease) -> None:
        self._heartbeat.watch(lease)
        try:
            verdict = await self._verdict(lease)
            lease.settled = True
            match verdict:
                case Delete():
                    await self._acks.delete(lease.message)
                case Retry(delay):
                    await self._acks.retry(lease.message, delay)
                case Release(delay):
                    await self._acks.release(lease.message, delay)
        finally:
            self._heartbeat.forget(lease)

    async def _verdict(self, lease: Lease) -> Verdict:
        """The permit covers the work and not the ack."""
        learner = lease.message.learner
        try:
            if not await self._turns.take(learner, self._settings.visibility):
                return Release(0)
            try:
                return await self._delivery.take(lease)
            finally:
                self._turns.give(learner)
        finally:
            self._permits.give()

    async def _rest(self, seconds: float) -> None:
        """Sleeps, or returns at once when the worker stops."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
