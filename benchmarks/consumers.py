"""Who consumes a queue in `make bench-runtime`, one a process: its CPU is then nobody else's.

`python -m benchmarks.consumers KIND ENDPOINT QUEUE COUNT DATABASE` prints what it took as one line of JSON.
"""

import asyncio
import json
import resource
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiobotocore.config import AioConfig
from aiobotocore.session import get_session
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine
from traclearn_contracts.events import Event
from traclearn_contracts.models import AnswerSubmittedV1
from traclearn_worker import App, Work, WorkerSettings, on
from traclearn_worker.database import open_engine
from traclearn_worker.schema import create_tables
from traclearn_worker.testing import MemoryStore
from traclearn_worker.transport import BATCH

LOOPS = 4
"""Receives side by side, as many as the runtime's."""
SCHEMA = "bench"
PERMITS = 40
KEYS: dict[str, Any] = {"aws_access_key_id": "x", "aws_secret_access_key": "x", "region_name": "us-east-1"}


@asynccontextmanager
async def client(endpoint: str) -> AsyncIterator[Any]:
    config = AioConfig(max_pool_connections=16)
    async with get_session().create_client("sqs", endpoint_url=endpoint, config=config, **KEYS) as sqs:
        yield sqs


async def raw(endpoint: str, queue: str, count: int, _database: str) -> dict[str, float]:
    """Receives and deletes, ten at a time, and does nothing else."""
    left = count

    async def loop(sqs: Any) -> None:
        nonlocal left
        while left > 0:
            answer = await sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=BATCH, WaitTimeSeconds=1)
            found = [message["ReceiptHandle"] for message in answer.get("Messages", [])]
            entries = [{"Id": str(index), "ReceiptHandle": receipt} for index, receipt in enumerate(found)]
            if entries:
                await sqs.delete_message_batch(QueueUrl=queue, Entries=entries)
            left -= len(found)

    async with client(endpoint) as sqs:
        used = stopwatch()
        await asyncio.gather(*(loop(sqs) for _ in range(LOOPS)))
        return used()


async def memory(endpoint: str, queue: str, count: int, database: str) -> dict[str, float]:
    app = worker(settings(endpoint, queue, database), None)
    app.store = MemoryStore()
    return await consumed(app, count)


async def postgres(endpoint: str, queue: str, count: int, database: str) -> dict[str, float]:
    own = settings(endpoint, queue, database.replace("postgresql:", "postgresql+asyncpg:"))
    engine = open_engine(own)
    async with engine.begin() as conn:
        for statement in [f"CREATE SCHEMA {SCHEMA}", *create_tables(SCHEMA)]:
            await conn.execute(text(statement))
    await engine.dispose()
    statements = counted(engine)
    try:
        took = await consumed(worker(own, engine), count)
        return took | {"statements": statements() / count}
    finally:
        async with engine.begin() as conn:
            await conn.execute(text(f"DROP SCHEMA {SCHEMA} CASCADE"))
        await engine.dispose()


def settings(endpoint: str, queue: str, database: str) -> WorkerSettings:
    return WorkerSettings(
        queue_url=queue,
        dlq_url=queue,
        database_url=database,
        aws_endpoint_url=endpoint,
        port=0,
        permits=PERMITS,
        receive_wait=1,
        metrics_every=86_400,
        log_level="ERROR",
    )


def worker(own: WorkerSettings, engine: AsyncEngine | None) -> App[Any]:
    async def handle(_event: Event[AnswerSubmittedV1], _work: Work[Any]) -> list[Event]:
        return []

    return App(
        name="bench",
        source="",
        settings=own,
        engine=engine,
        schema=SCHEMA,
        routes=[on(AnswerSubmittedV1, handle)],
        stores=lambda connection: connection,
    )


async def consumed(app: App[Any], count: int) -> dict[str, float]:
    """Until the last message is deleted."""
    used = stopwatch()
    serving = asyncio.create_task(app.serve())
    while app.metrics.totals["succeeded"] < count and not serving.done():  # noqa: ASYNC110 - told by nothing
        await asyncio.sleep(0.005)
    took = used()
    app.stop()
    await serving
    return took


def counted(engine: AsyncEngine) -> Callable[[], int]:
    """How many statements the engine's connections have sent, BEGIN and COMMIT among them."""
    sent = 0

    def note(_query: Any) -> None:
        nonlocal sent
        sent += 1

    def connected(connection: Any, _record: Any) -> None:
        connection.driver_connection.add_query_logger(note)

    event.listen(engine.sync_engine, "connect", connected)
    return lambda: sent


def stopwatch() -> Callable[[], dict[str, float]]:
    began, spent = time.monotonic(), cpu()
    return lambda: {"seconds": time.monotonic() - began, "cpu": cpu() - spent}


def cpu() -> float:
    """Seconds of this process so far."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


CONSUMERS = {"raw": raw, "memory": memory, "postgres": postgres}


def main(kind: str, endpoint: str, queue: str, count: str, database: str) -> None:
    print(json.dumps(asyncio.run(CONSUMERS[kind](endpoint, queue, int(count), database))))


if __name__ == "__main__":
    main(*sys.argv[1:])
