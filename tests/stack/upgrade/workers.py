"""Grader and progress over one database, with a bus and queues in memory."""

import asyncio
import json
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import grader.bootstrap
import grader.entrypoints.worker
import grader.settings
import progress.bootstrap
import progress.entrypoints.worker
import progress.settings
from traclearn_contracts import topology
from traclearn_worker.testing import MemoryTransport
from traclearn_worker.transport import QueueMessage

YEARS = 1e9
"""Seconds that an answer waits for its question: the dump may be older than any deadline."""
SETTINGS = {"queue_url": "memory", "dlq_url": "memory", "port": 0, "metrics_every": 86_400}
COGNITO = {"cognito_issuer": "http://127.0.0.1:9", "cognito_client_id": "a", "cognito_machine_client_id": "b"}


class Bus(MemoryTransport):
    """One service's queue, and the bus that it publishes to."""

    def __init__(self, name, queues):
        super().__init__()
        self._detail_types = topology.read().consumer(name).detail_types
        self._queues = queues
        self.away = False

    async def publish(self, entries):
        if self.away:
            raise ConnectionError("the bus is away")
        for entry in entries:
            self.say(body(entry.source, entry.detail_type, json.loads(entry.detail)))
        return [None] * len(entries)

    def say(self, message):
        for queue in self._queues.values():
            if json.loads(message)["detail-type"] in queue._detail_types:
                queue.put(QueueMessage(message))


def body(source, detail_type, detail):
    now = datetime.now(UTC).isoformat()
    return json.dumps({"source": source, "detail-type": detail_type, "time": now, "detail": detail})


class Workers:
    """`url(role)` is where a service's role finds the database; `model`, the embedding model's folder."""

    def __init__(self, url, model):
        self._url, self._model = url, model
        self.queues = {}
        self.queues |= {name: Bus(name, self.queues) for name in ("grader", "progress")}

    def app(self, name):
        settings = {**SETTINGS, "database_url": self._url(name)}
        if name == "grader":
            chosen = grader.settings.Settings(
                **settings, **COGNITO, embedding_model_dir=self._model, question_deadline=YEARS
            )
            app = grader.entrypoints.worker.app(chosen, grader.bootstrap.bootstrap(chosen))
        else:
            app = progress.entrypoints.worker.app(self.told, progress.bootstrap.bootstrap(self.told))
        app.transport = self.queues[name]
        return app

    @property
    def told(self):
        return progress.settings.Settings(**SETTINGS, **COGNITO, database_url=self._url("progress"))

    async def feed(self):
        """Every change, as Trac reads it."""
        parts = progress.bootstrap.bootstrap(self.told)
        try:
            return json.loads(json.dumps(await parts.reader.changes(0, 500), default=str))
        finally:
            await parts.engine.dispose()

    @asynccontextmanager
    async def running(self, *names):
        """These work for the length of a block."""
        apps = [self.app(name) for name in names]
        tasks = [asyncio.create_task(app.serve()) for app in apps]
        try:
            yield
        finally:
            for app in apps:
                app.stop()
            await asyncio.gather(*tasks)

    async def empty(self, *names, seconds=120):
        """Returns when these queues are."""
        async with asyncio.timeout(seconds):
            while any(self.queues[name].stored for name in names):  # noqa: ASYNC110 - two loops, no event
                await asyncio.sleep(0.1)

    async def until(self, holds, seconds=120):
        """Returns when `await holds()` is true."""
        async with asyncio.timeout(seconds):
            while not await holds():  # noqa: ASYNC110 - asked of a database
                await asyncio.sleep(0.2)
