"""What a scene needs around its workers."""

import asyncio
from abc import ABC, abstractmethod
from contextlib import asynccontextmanager

from traclearn_contracts.models import AnswerSubmittedV1, ObjectCreated, ObjectDeleted, QuestionPublishedV1
from traclearn_worker import Permanent, on

from worker_scenes.events import graded, started, ungradable


class Worker:
    """A running App of a world."""

    def __init__(self, app):
        self.app = app
        self.serving = asyncio.create_task(app.serve())

    @property
    def totals(self):
        return self.app.metrics.totals

    async def stop(self):
        """SIGTERM, to the end."""
        self.app.stop()
        await self.serving


class World(ABC):
    """A queue with its dead-letter queue, a bus, a database with a ledger, and faults to order.

    `visibility` is the lease in this world's seconds; scenes measure time in it.
    """

    visibility = 60

    def settings(self, **changes):
        """Production's numbers in proportion to the visibility."""
        lease = self.visibility
        return {
            "visibility": lease,
            "breaker_rest": lease,
            "handler_timeout": 1.5 * lease,
            "stop_timeout": 2 * lease,
            **changes,
        }

    @abstractmethod
    async def send(self, *events):
        """Puts events into the queue, as EventBridge would."""

    @abstractmethod
    async def send_raw(self, body):
        """Puts something into the queue."""

    @abstractmethod
    def app(self, routes, failed, settings):
        """An App on this world's queue and database."""

    @abstractmethod
    async def write(self, work, event):
        """The business write: one more in the ledger for this event."""

    @abstractmethod
    async def ledger(self):
        """How often each event_id was written, for good."""

    @abstractmethod
    async def dead(self):
        """The messages in the dead-letter queue."""

    @abstractmethod
    async def redrive(self):
        """Replays every dead letter with its attributes."""

    @abstractmethod
    async def published(self):
        """The events on the bus."""

    @abstractmethod
    async def left(self):
        """Messages in the queue, hidden ones too."""

    @abstractmethod
    def fail(self, call, times):
        """The next calls break as a whole: throttled, broken, cut."""

    @abstractmethod
    def refuse(self, call, times, final=False):
        """The next entries of batch calls come back in Failed[]."""

    @abstractmethod
    def mend(self, call):
        """Takes ordered faults back."""

    @abstractmethod
    def cut_database(self):
        """The workers' database is gone: connections end, and none can be made."""

    @abstractmethod
    def mend_database(self):
        """It is back."""

    @abstractmethod
    async def murder(self, place):
        """Runs a worker with the plain handler until it is killed -9 at a chaos point."""

    @abstractmethod
    async def charge(self, key):
        """The provider's books, which no crash of a worker touches: one more line."""

    @abstractmethod
    async def charged(self):
        """The keys of all that was paid for."""

    async def pay(self, key):
        """A paid call."""
        await self.charge(key)
        return {"score": 1}

    async def do_without(self, key):
        """Goes another way when nobody knows whether it was paid for."""
        return {"score": 0, "instead of": key}

    async def plain(self, event, work):
        """The handler of most scenes: announce, pay once, write, answer. Ticket 13 is hopeless."""
        if event.data.ticket == 13:
            raise Permanent("hopeless")
        await work.announce([started(event)])
        await work.once("grade", self.pay, through="model", lost=self.do_without)
        await self.write(work, event)
        return [graded(event)]

    async def visible(self, event, reason, work):
        """The visible failure of most scenes."""
        return [ungradable(event)]

    @asynccontextmanager
    async def working(self, handler=None, failed=None, **settings):
        """A worker for the length of a block. `handler` takes every detail-type."""
        worker = self.start(handler, failed, **settings)
        try:
            yield worker
        finally:
            await worker.stop()

    def start(self, handler=None, failed=None, **settings):
        return Worker(self.made(handler, failed, **settings))

    def made(self, handler=None, failed=None, **settings):
        """An App that is not running yet."""
        taken = (AnswerSubmittedV1, QuestionPublishedV1, ObjectCreated, ObjectDeleted)
        routes = [on(model, handler or self.plain) for model in taken]
        return self.app(routes, failed or self.visible, self.settings(**settings))

    async def until(self, true, leases=20):
        """Waits until `true()` is; fails after so many leases."""
        async with asyncio.timeout(leases * self.visibility):
            while not await _value(true):  # noqa: ASYNC110 - most of it happens in another process
                await asyncio.sleep(self.visibility / 60)

    async def empty(self, leases=20):
        """Waits until the queue is."""

        async def nothing():
            return await self.left() == 0

        await self.until(nothing, leases)

    async def pause(self, leases):
        await asyncio.sleep(leases * self.visibility)

    @property
    def now(self):
        """In leases."""
        return asyncio.get_running_loop().time() / self.visibility


async def _value(true):
    value = true()
    return await value if asyncio.iscoroutine(value) else value
