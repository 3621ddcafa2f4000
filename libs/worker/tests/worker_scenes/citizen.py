"""A whole worker process in memory: logs, metrics, HTTP and signals are the real ones. Takes a port."""

import asyncio
import logging
import sys

from fastapi import FastAPI
from traclearn_contracts.models import AnswerSubmittedV1
from traclearn_worker import App, Transient, on
from traclearn_worker.testing import MemoryStore, MemoryTransport, body, settings
from traclearn_worker.transport import QueueMessage

from worker_scenes.events import SOURCE, answer, graded

SECRET = "Hunter2 is what the learner wrote"


async def handle(event, work):
    if event.data.ticket == 13:
        logging.getLogger("library").error("cannot parse %s", event.data.answer)
        raise ValueError(event.data.answer)
    if event.data.ticket == 14:
        raise Transient("the model is busy")
    return [graded(event)]


async def unlucky():
    raise RuntimeError(SECRET)


async def main():
    transport = MemoryTransport()
    for ticket in (12, 13, 14):
        transport.put(QueueMessage(body(answer(ticket=ticket, answer=SECRET))))
    http = FastAPI()
    http.get("/api/v1/own")(lambda: {"own": True})
    app = App(
        name="citizen",
        source=SOURCE,
        settings=settings(port=int(sys.argv[1]), metrics_every=0.5, receive_wait=1),
        engine=None,
        schema="citizen",
        routes=[on(AnswerSubmittedV1, handle)],
        stores=lambda connection: connection,
        http=http,
        background=[unlucky],
        transport=transport,
        store=MemoryStore(),
    )
    await app.run()


if __name__ == "__main__":
    asyncio.run(main())
