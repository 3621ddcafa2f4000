"""The named peers of `make bench-runtime`, each in a process of the environment locked here.

`python -m benchmarks.peers KIND ENDPOINT QUEUE COUNT DATABASE` prints what a message took, as JSON. Each is
set as its documentation advises for throughput, and deletes a message after its task, as the runtime does.
"""

import asyncio
import json
import sys
from typing import Any
from urllib.parse import urlsplit

from benchmarks.stopwatch import Stopwatch

BATCH = 10
CONCURRENCY = 40
"""Tasks at once, and messages held: as many as the runtime's permits."""
TASK = "bench"


def taskiq(endpoint: str, queue: str, count: int) -> dict[str, float]:
    """Receives ten at a time and deletes one by one: it has no other way. On uvloop, as its workers are."""
    import uvloop
    from taskiq.acks import AcknowledgeType
    from taskiq.api import run_receiver_task
    from taskiq.serializers import ORJSONSerializer
    from taskiq_aio_sqs import SQSBroker

    async def consume() -> dict[str, float]:
        finished = asyncio.Event()
        watch = Stopwatch(count, finished.set)
        broker = SQSBroker(
            queue.rpartition("/")[2], endpoint_url=endpoint, max_number_of_messages=BATCH, wait_time_seconds=1
        ).with_serializer(ORJSONSerializer())

        async def handle(_envelope: dict[str, Any]) -> None:
            watch.handled()

        broker.register_task(handle, task_name=TASK)
        receiving = run_receiver_task(
            broker,
            run_startup=True,
            max_async_tasks=CONCURRENCY,
            max_prefetch=CONCURRENCY,
            ack_time=AcknowledgeType.WHEN_EXECUTED,
        )
        worker = asyncio.create_task(receiving)
        await asyncio.wait([worker, asyncio.create_task(finished.wait())], return_when="FIRST_COMPLETED")
        if worker.done():
            worker.result()
        worker.cancel()
        await asyncio.wait([worker])
        await broker.shutdown()
        return watch.took

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(consume())


def celery(endpoint: str, queue: str, count: int) -> dict[str, float]:
    """Receives ten at a time and deletes one by one, between tasks, in any pool. `solo` is the cheapest for a
    task that does nothing: no other process or thread has to be told of it."""
    from celery import Celery
    from celery.worker import state

    def stop() -> None:
        state.should_stop = 0

    watch = Stopwatch(count, stop)
    where = urlsplit(endpoint)
    app = Celery("bench", broker=f"sqs://x:x@{where.hostname}:{where.port}")
    app.conf.update(
        task_default_queue=TASK,
        task_acks_late=True,
        task_ignore_result=True,
        worker_prefetch_multiplier=CONCURRENCY,
        worker_enable_remote_control=False,
        worker_redirect_stdouts=False,
        broker_transport_options={
            "is_secure": False,
            "region": "us-east-1",
            "wait_time_seconds": 1,
            "polling_interval": 0,
            "predefined_queues": {TASK: {"url": queue}},
        },
    )

    @app.task(name=TASK)
    def handle(_envelope: dict[str, Any]) -> None:
        watch.handled()

    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=ERROR"]
    try:
        app.worker_main(["worker", "--pool=solo", "--concurrency=1", *quiet])
    except SystemExit as ended:
        if not watch.took:
            raise RuntimeError("Celery ended before the last message") from ended
    return watch.took


PEERS = {"taskiq": taskiq, "celery": celery}


def main(kind: str, endpoint: str, queue: str, count: str, _database: str) -> None:
    print(json.dumps(PEERS[kind](endpoint, queue, int(count))))


if __name__ == "__main__":
    main(*sys.argv[1:])
