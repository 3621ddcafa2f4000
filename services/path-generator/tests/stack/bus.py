"""The service on a queue and a bus in memory, and what is said to it."""

import asyncio
import json
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import uuid4

from path_generator.entrypoints.worker import app
from traclearn_contracts.events import parse
from traclearn_contracts.files import CONTRACTS
from traclearn_worker.testing import MemoryTransport, body
from traclearn_worker.transport import QueueMessage

TIMEOUT_S = 120
OUTCOMES = {"PathGenerated.v1", "PathUnavailable.v1"}
GOAL = "teach me how isolation levels work"


class Bus:
    """The worker's queue, and what it said."""

    def __init__(self, transport):
        self.transport = transport

    def send(self, *events):
        for event in events:
            self.transport.put(QueueMessage(body(event)))

    def said(self, detail_type=None):
        events = [
            parse(entry.source, entry.detail_type, json.loads(entry.detail))
            for entry in self.transport.published
        ]
        return [event for event in events if detail_type in (None, event.detail_type)]

    async def until(self, look):
        """What `look` finds, once it finds something."""
        deadline = time.monotonic() + TIMEOUT_S
        while not (found := look()):
            assert time.monotonic() < deadline, [event.detail_type for event in self.said()]
            await asyncio.sleep(0.05)
        return found

    async def outcome(self, request):
        def look():
            mine = (event for event in self.said() if event.detail_type in OUTCOMES)
            return [event for event in mine if event.data.path == request.metadata.event_id]

        return (await self.until(look))[0]

    async def quiet(self):
        await self.until(lambda: not self.transport.stored)


@asynccontextmanager
async def worker(settings, parts):
    service = app(settings, parts)
    service.transport = MemoryTransport()
    serving = asyncio.create_task(service.serve())
    try:
        yield Bus(service.transport)
    finally:
        service.stop()
        await serving


def example(path, learner="ada", metadata=(), /, **data):
    event = json.loads((CONTRACTS / "examples" / f"{path}.json").read_text())
    event["detail"]["data"] |= data
    fresh = {"event_id": str(uuid4()), "occurred_at": datetime.now(UTC).isoformat(), "learner": learner}
    event["detail"]["metadata"] |= fresh | dict(metadata)
    return parse(event["source"], event["detail-type"], event["detail"])


def ask(goal=GOAL, learner="ada", **data):
    return example("PathRequested.v1/plain", learner, goal=goal, **data)


def accept(path, first):
    steps = [{"n": step.n, "step": str(step.step), "ticket": first + step.n} for step in path.data.steps]
    learner = path.metadata.learner
    return example("PathCreated.v1/two-steps", learner, path=str(path.data.path), steps=steps)
