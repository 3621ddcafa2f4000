"""The runtime and the bare loop in `make bench-runtime`, one a process: its CPU is then nobody else's.

`python -m benchmarks.consumers KIND ENDPOINT QUEUE COUNT DATABASE` prints what a message took, as JSON.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiobotocore.config import AioConfig
from aiobotocore.session import get_session
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine
from traclearn_contracts.events import Event
from traclearn_contracts.models import AnswerSubmittedV1
from traclearn_worker import App, Work, WorkerSettings, on, process
from traclearn_worker.postgres.database import open_engine
from traclearn_worker.postgres.schema import create_tables
from traclearn_worker.testing import MemoryStore
from traclearn_worker.transport import MAX_BATCH_ENTRIES

from benchmarks.stopwatch import Stopwatch

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
    """Receives and deletes, ten at a time, and does nothing else; on the runtime's event loop."""
    watch = Stopwatch(count, lambda: None)

    async def loop(sqs: Any) -> None:
        while not watch.took:
            answer = await sqs.receive_message(
                QueueUrl=queue, MaxNumberOfMessages=MAX_BATCH_ENTRIES, WaitTimeSeconds=1
            )
            found = [message["ReceiptHandle"] for message in answer.get("Messages", [])]
            entries = [{"Id": str(index), "ReceiptHandle": receipt} for index, receipt in enumerate(found)]
            if entries:
                await sqs.delete_message_batch(QueueUrl=queue, Entries=entries)
                watch.handled(len(found))

    async with client(endpoint) as sqs:
        await asyncio.gather(*(loop(sqs) for _ in range(LOOPS)))
    return watch.took


async def memory(endpoint: str, queue: str, count: int, database: str) -> dict[str, float]:
    return await consumed(settings(endpoint, queue, database), count, store=MemoryStore())


async def postgres(endpoint: str, queue: str, count: int, database: str) -> dict[str, float]:
    own = settings(endpoint, queue, database.replace("postgresql:", "postgresql+asyncpg:"))
    engine = open_engine(own)
    async with engine.begin() as conn:
        for statement in [f"CREATE SCHEMA {SCHEMA}", *create_tables(SCHEMA)]:
            await conn.execute(text(statement))
    await engine.dispose()
    statements = counted(engine)
    try:
        took = await consumed(own, count, engine=engine)
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


async def consumed(own: WorkerSettings, count: int, **store: Any) -> dict[str, float]:
    """By an App on this `store` or `engine`."""

    async def handle(_event: Event[AnswerSubmittedV1], _work: Work[Any]) -> list[Event]:
        watch.handled()
        return []

    app = App[Any](
        name="bench",
        source="",
        settings=own,
        schema=SCHEMA,
        routes=[on(AnswerSubmittedV1, handle)],
        stores=lambda connection: connection,
        **{"engine": None, **store},
    )
    watch = Stopwatch(count, app.stop)
    await app.serve()
    return watch.took


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


CONSUMERS = {"raw": raw, "memory": memory, "postgres": postgres}


def main(kind: str, endpoint: str, queue: str, count: str, database: str) -> None:
    async def consume() -> None:
        print(json.dumps(await CONSUMERS[kind](endpoint, queue, int(count), database)))

    process.run(consume())


if __name__ == "__main__":
    main(*sys.argv[1:])
