"""The world in memory. Its workers are the real ones; kill -9 is the end of all their tasks at once."""

import asyncio
import contextvars
import json
from collections import Counter
from unittest import mock

from traclearn_contracts.events import parse
from traclearn_worker import App, chaos
from traclearn_worker.testing import MemoryStore, MemoryTransport, body, settings
from traclearn_worker.transport import EntryError, QueueMessage

from worker_scenes.world import World

victim = contextvars.ContextVar("victim", default=False)


class MemoryWorld(World):
    visibility = 60

    def __init__(self):
        self.transport = MemoryTransport()
        self.store = MemoryStore()
        self.books = []

    async def send(self, *events):
        for event in events:
            self.transport.put(QueueMessage(body(event)))

    async def send_raw(self, text):
        self.transport.put(QueueMessage(text))

    def app(self, routes, failed, changes):
        return App(
            name="scene",
            source="traclearn.grader",
            settings=settings(**changes),
            engine=None,
            schema="scene",
            routes=routes,
            stores=lambda connection: connection,
            failed=failed,
            requires=["model"],
            transport=self.transport,
            store=self.store,
        )

    async def write(self, work, event):
        connection = await work.write()
        key = event.metadata.event_id
        connection.put("ledger", key, connection.get("ledger", key) or 0)
        connection.put("ledger", key, connection.get("ledger", key) + 1)

    async def charge(self, key):
        self.books.append(key)

    async def charged(self):
        return list(self.books)

    async def ledger(self):
        return Counter(self.store.tables["ledger"])

    async def dead(self):
        return list(self.transport.dead)

    async def redrive(self):
        self.transport.redrive()

    async def published(self):
        return [parse(e.source, e.detail_type, json.loads(e.detail)) for e in self.transport.published]

    async def left(self):
        return len(self.transport.stored) + len(self.store.outbox)

    def fail(self, call, times):
        self.transport.faults[call].extend(ConnectionError("broken") for _ in range(times))

    def refuse(self, call, times, final=False):
        self.transport.faults[call].extend(EntryError("InternalError", final) for _ in range(times))

    def mend(self, call):
        self.transport.faults[call].clear()

    def cut_database(self):
        self.store.down = True

    def mend_database(self):
        self.store.down = False

    async def murder(self, place):
        loop = asyncio.get_running_loop()
        tagged, killed = [], []

        def remember(_loop, coroutine, **options):
            task = asyncio.Task(coroutine, loop=loop, **options)
            if victim.get():
                tagged.append(task)
            if victim.get() and killed:
                task.cancel()
            return task

        def point(name):
            if victim.get() and name == place:
                killed.append(name)
                for task in tagged:
                    task.cancel()
                raise asyncio.CancelledError

        loop.set_task_factory(remember)
        token = victim.set(True)
        try:
            with mock.patch.object(chaos, "point", point):
                worker = self.start()
                victim.reset(token)
                await asyncio.wait({worker.serving}, timeout=10 * self.visibility)
                assert worker.serving.cancelled(), f"not killed at {place}"
                await asyncio.gather(*tagged, return_exceptions=True)
        finally:
            loop.set_task_factory(None)
