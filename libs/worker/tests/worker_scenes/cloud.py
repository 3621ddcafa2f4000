"""The world over HTTP: an emulator's queues and bus, a real PostgreSQL, processes that are really killed."""

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from uuid import UUID, uuid4

from aiobotocore.session import get_session
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from traclearn_contracts.events import parse
from traclearn_worker import App, WorkerSettings
from traclearn_worker.postgres.schema import create_tables
from traclearn_worker.testing import body
from traclearn_worker.transport import QueueMessage

from worker_scenes.proxy import Proxy
from worker_scenes.wire import Wire
from worker_scenes.world import World

REGION = "us-east-1"
KEYS = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": REGION}


def asynchronous(url):
    return url.replace("postgresql://", "postgresql+asyncpg://", 1)


class CloudWorld(World):
    def __init__(self, endpoint, database_url, name, lease):
        self.visibility = lease
        self.endpoint = endpoint
        self.database_url = asynchronous(database_url)
        self.name = name
        self.engine = create_async_engine(self.database_url)
        self.urls = {}
        self.proxy = Proxy(endpoint)
        address = self.engine.url
        self.wire = Wire(address.host, address.port or 5432)

    def settings(self, **changes):
        return super().settings(receive_wait=1, **changes)

    async def send(self, *events):
        for event in events:
            await self.send_raw(body(event))

    async def send_raw(self, text):
        await self.sqs.send_message(QueueUrl=self.urls["queue"], MessageBody=text)

    def app(self, routes, failed, changes):
        settings = WorkerSettings(
            queue_url=self.urls["queue"],
            dlq_url=self.urls["dead"],
            event_bus=self.name,
            database_url=self.database_url,
            aws_endpoint_url=self.proxy.url or self.endpoint,
            port=0,
            metrics_every=86_400,
            **changes,
        )
        return App(
            name="scene",
            source="traclearn.grader",
            settings=settings,
            engine=create_async_engine(self._wired(), pool_size=20, hide_parameters=True),
            schema=self.name,
            routes=routes,
            stores=lambda connection: connection,
            failed=failed,
            requires=["model"],
        )

    def _wired(self):
        """The database's address over the wire; a process of its own goes straight there."""
        url = self.engine.url
        return url.set(host="127.0.0.1", port=self.wire.port) if self.wire.port else url

    async def write(self, work, event):
        conn = await work.write()
        insert = text(f"INSERT INTO {self.name}.ledger (event_id) VALUES (:event_id)")
        await conn.execute(insert, {"event_id": event.metadata.event_id})

    async def charge(self, key):
        async with self.engine.begin() as conn:
            await conn.execute(text(f"INSERT INTO {self.name}.books (key) VALUES (:key)"), {"key": key})

    async def charged(self):
        async with self.engine.connect() as conn:
            return list((await conn.execute(text(f"SELECT key FROM {self.name}.books"))).scalars())

    async def ledger(self):
        async with self.engine.connect() as conn:
            rows = await conn.execute(text(f"SELECT event_id FROM {self.name}.ledger"))
            return Counter(UUID(str(found)) for found in rows.scalars())

    async def dead(self):
        found_once = {}
        while found := (await self._receive("dead", hide=30)):
            for message in found:
                found_once[message["MessageId"]] = message
        for message in found_once.values():
            await self.sqs.change_message_visibility(
                QueueUrl=self.urls["dead"], ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
            )
        return [_queue_message(message) for message in found_once.values()]

    async def redrive(self):
        while found := (await self._receive("dead", hide=30)):
            for message in found:
                await self.sqs.send_message(
                    QueueUrl=self.urls["queue"],
                    MessageBody=message["Body"],
                    MessageAttributes=message.get("MessageAttributes", {}),
                )
                await self._delete("dead", message)

    async def published(self):
        while found := (await self._receive("collector", hide=30)):
            for message in found:
                entry = json.loads(message["Body"])
                self._collected.append(parse(entry["source"], entry["detail-type"], entry["detail"]))
                await self._delete("collector", message)
        return list(self._collected)

    async def left(self):
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        answer = await self.sqs.get_queue_attributes(QueueUrl=self.urls["queue"], AttributeNames=names)
        async with self.engine.connect() as conn:
            waiting = (await conn.execute(text(f"SELECT count(*) FROM {self.name}.outbox"))).scalar_one()
        return waiting + sum(int(answer["Attributes"][name]) for name in names)

    def fail(self, call, times):
        self.proxy.broken[call] += times

    def refuse(self, call, times, final=False):
        (self.proxy.final if final else self.proxy.refused)[call] += times

    def mend(self, call):
        self.proxy.broken[call] = 0

    def cut_database(self):
        self.wire.cut()

    def mend_database(self):
        self.wire.mend()

    async def murder(self, place):
        environment = {
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[1]),
            "TRACLEARN_KILL_AT": place,
            "SCENE": json.dumps([self.endpoint, self.database_url, self.name, self.visibility, self.urls]),
        }
        victim = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "worker_scenes.victim", env=environment, stdout=asyncio.subprocess.DEVNULL
        )
        try:
            async with asyncio.timeout(60):
                status = await victim.wait()
        finally:
            if victim.returncode is None:
                victim.kill()
                await victim.wait()
        assert status == -signal.SIGKILL, f"not killed at {place}: {status}"

    @asynccontextmanager
    async def built(self):
        """Queues, bus and schema of its own."""
        self._collected = []
        async with AsyncExitStack() as stack:
            session = get_session()
            options = {"endpoint_url": self.endpoint, **KEYS}
            self.sqs = await stack.enter_async_context(session.create_client("sqs", **options))
            events = await stack.enter_async_context(session.create_client("events", **options))
            stack.push_async_callback(self.engine.dispose)
            await stack.enter_async_context(self.proxy.listening())
            await stack.enter_async_context(self.wire.listening())
            await self._queues()
            await self._bus(events)
            await self._tables()
            yield self

    async def _queues(self):
        for name in ("dead", "collector", "queue"):
            attributes = {"VisibilityTimeout": str(self.visibility)}
            if name == "queue":
                target = f"arn:aws:sqs:{REGION}:000000000000:{self.name}-dead"
                policy = {"deadLetterTargetArn": target, "maxReceiveCount": 20}
                attributes["RedrivePolicy"] = json.dumps(policy)
            made = await self.sqs.create_queue(QueueName=f"{self.name}-{name}", Attributes=attributes)
            self.urls[name] = made["QueueUrl"]

    async def _bus(self, events):
        await events.create_event_bus(Name=self.name)
        pattern = json.dumps({"source": [{"prefix": "traclearn."}]})
        await events.put_rule(Name=self.name, EventBusName=self.name, EventPattern=pattern)
        target = {"Id": "1", "Arn": f"arn:aws:sqs:{REGION}:000000000000:{self.name}-collector"}
        await events.put_targets(Rule=self.name, EventBusName=self.name, Targets=[target])

    async def _tables(self):
        ledger = f"CREATE TABLE {self.name}.ledger (id bigserial PRIMARY KEY, event_id uuid NOT NULL)"
        books = f"CREATE TABLE {self.name}.books (key text NOT NULL)"
        async with self.engine.begin() as conn:
            for statement in [f"CREATE SCHEMA {self.name}", *create_tables(self.name), ledger, books]:
                await conn.execute(text(statement))

    async def _receive(self, name, hide):
        answer = await self.sqs.receive_message(
            QueueUrl=self.urls[name],
            MaxNumberOfMessages=10,
            VisibilityTimeout=hide,
            MessageAttributeNames=["All"],
        )
        return answer.get("Messages", [])

    async def _delete(self, name, message):
        await self.sqs.delete_message(QueueUrl=self.urls[name], ReceiptHandle=message["ReceiptHandle"])


def _queue_message(message):
    attributes = message.get("MessageAttributes", {}).items()
    return QueueMessage(message["Body"], {name: value["StringValue"] for name, value in attributes})


@asynccontextmanager
async def cloud(endpoint, database_url, lease):
    """A fresh world on given servers, with leases of so many seconds."""
    async with CloudWorld(endpoint, database_url, f"scene_{uuid4().hex[:12]}", lease).built() as world:
        yield world
