"""A whole worker in memory, for a service's own tests."""

import asyncio
import json
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Any

from traclearn_contracts.events import Event, parse

from traclearn_worker.app import App
from traclearn_worker.service import FailedHook, Route
from traclearn_worker.settings import WorkerSettings
from traclearn_worker.testing.store import MemoryStore
from traclearn_worker.testing.transport import MemoryTransport
from traclearn_worker.transport import QueueMessage


def settings(**changes: Any) -> WorkerSettings:
    """Production's numbers, without addresses and without HTTP."""
    return WorkerSettings(
        **{
            "queue_url": "memory",
            "dlq_url": "memory",
            "database_url": "memory",
            "port": 0,
            "metrics_every": 86_400,
            **changes,
        }
    )


def body(event: Event) -> str:
    """The event as EventBridge puts it into a queue."""
    envelope = {
        "version": "0",
        "id": "00000000-0000-0000-0000-000000000000",
        "detail-type": event.detail_type,
        "source": event.source,
        "account": "000000000000",
        "time": event.metadata.occurred_at.isoformat(),
        "region": "us-east-1",
        "resources": [],
        "detail": event.detail(),
    }
    return json.dumps(envelope)


class Bench:
    """A queue, a store, and the real worker between them."""

    def __init__(self, app: App[Any], transport: MemoryTransport, store: MemoryStore) -> None:
        self.app = app
        self.transport = transport
        self.store = store

    def deliver(self, *events: Event) -> None:
        """Puts events into the queue."""
        for event in events:
            self.transport.put(QueueMessage(body(event)))

    async def quiet(self, seconds: float = 3600.0) -> None:
        """Returns when queue and outbox are empty; raises TimeoutError when they do not become so."""
        async with asyncio.timeout(seconds):
            while self.transport.stored or self.store.outbox:  # noqa: ASYNC110 - two owners, no common event
                await asyncio.sleep(0.05)

    @property
    def published(self) -> list[Event]:
        """What went to the bus, parsed by its contract."""
        return [
            parse(entry.source, entry.detail_type, json.loads(entry.detail))
            for entry in self.transport.published
        ]


@asynccontextmanager
async def bench(
    *routes: Route[Any],
    failed: FailedHook[Any] | None = None,
    source: str = "",
    transport: MemoryTransport | None = None,
    requires: Collection[str] = (),
    **changes: Any,
) -> AsyncIterator[Bench]:
    """Runs a worker in memory.

        async with bench(on(AnswerSubmittedV1, handle)) as worker:
            worker.deliver(answer)
            await worker.quiet()
            assert worker.published[0].detail_type == "AnswerGraded.v1"

    Handlers get the connection of `MemoryStore` as their store. With `source`, events of any other source are
    refused. `requires` is the App's. `changes` are settings.
    Under `run` of `traclearn_worker.testing` it takes no real time.
    """
    transport, store = transport or MemoryTransport(), MemoryStore()
    app = App(
        name="bench",
        source=source,
        settings=settings(**changes),
        engine=None,
        schema="bench",
        routes=routes,
        stores=lambda connection: connection,
        failed=failed,
        requires=requires,
        transport=transport,
        store=store,
    )
    worker = Bench(app, transport, store)
    serving = asyncio.create_task(app.serve())
    try:
        yield worker
    finally:
        app.stop()
        await serving
