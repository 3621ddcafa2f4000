"""SQS and EventBridge over aiobotocore: the only module that knows it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from aiobotocore.config import AioConfig
from aiobotocore.session import get_session

from traclearn_worker.messages import Message
from traclearn_worker.settings import WorkerSettings
from traclearn_worker.transport import BatchResult, Entry, EntryError, QueueMessage

if TYPE_CHECKING:
    from types_aiobotocore_events import EventBridgeClient
    from types_aiobotocore_sqs import SQSClient

MAX_CONNECTIONS = 16
"""Connections: 4 pollers, 4 batches of deletes, 4 of returns, 4 of heartbeats at a time."""

AGENT = "traclearn-worker"
"""Instead of botocore's own, which it puts together anew for each call: a tenth of the call's CPU."""

FINAL = frozenset({"ReceiptHandleIsInvalid", "InvalidParameterValue", "MessageNotInflight"})
"""Codes that say the receipt is worth nothing any more.
Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html"""


@asynccontextmanager
async def connect(settings: WorkerSettings) -> AsyncIterator["AwsTransport"]:
    """One client for each service and process, opened once."""
    config = AioConfig(
        max_pool_connections=MAX_CONNECTIONS,
        user_agent=AGENT,
        connect_timeout=5,
        read_timeout=settings.receive_wait + 10,  # a long poll answers within its wait
        retries={"total_max_attempts": 1},  # the loops retry, with a back-off that can be seen
    )
    session = get_session()
    common: dict[str, Any] = {"region_name": settings.aws_region, "endpoint_url": settings.aws_endpoint_url}
    async with (
        session.create_client("sqs", config=config, **common) as sqs,
        session.create_client("events", config=config, **common) as events,
    ):
        yield AwsTransport(sqs, events, settings)


class AwsTransport:
    """One service's queue, its dead-letter queue and the bus."""

    def __init__(self, sqs: "SQSClient", events: "EventBridgeClient", settings: WorkerSettings) -> None:
        self._sqs = sqs
        self._events = events
        self._queue = settings.queue_url
        self._dead_letters = settings.dlq_url
        self._bus = settings.event_bus

    async def receive(self, limit: int, wait: int, visibility: int) -> list[Message]:
        answer = await self._sqs.receive_message(
            QueueUrl=self._queue,
            MaxNumberOfMessages=limit,
            WaitTimeSeconds=wait,
            VisibilityTimeout=visibility,
            MessageSystemAttributeNames=["ApproximateReceiveCount", "SentTimestamp"],
            MessageAttributeNames=["All"],
        )
        return [_message(found) for found in answer.get("Messages", [])]

    async def delete(self, messages: Sequence[Message]) -> BatchResult:
        answer = await self._sqs.delete_message_batch(
            QueueUrl=self._queue,
            Entries=[
                {"Id": str(index), "ReceiptHandle": message.receipt} for index, message in enumerate(messages)
            ],
        )
        return _batch_result(len(messages), answer.get("Failed", []))

    async def change_visibility(self, changes: Sequence[tuple[Message, int]]) -> BatchResult:
        answer = await self._sqs.change_message_visibility_batch(
            QueueUrl=self._queue,
            Entries=[
                {"Id": str(index), "ReceiptHandle": message.receipt, "VisibilityTimeout": seconds}
                for index, (message, seconds) in enumerate(changes)
            ],
        )
        return _batch_result(len(changes), answer.get("Failed", []))

    async def send(self, messages: Sequence[QueueMessage]) -> BatchResult:
        answer = await self._sqs.send_message_batch(
            QueueUrl=self._queue,
            Entries=[
                {
                    "Id": str(index),
                    "MessageBody": message.body,
                    "MessageAttributes": _attributes(message),
                }
                for index, message in enumerate(messages)
            ],
        )
        return _batch_result(len(messages), answer.get("Failed", []))

    async def send_dead_letter(self, message: QueueMessage) -> None:
        await self._sqs.send_message(
            QueueUrl=self._dead_letters, MessageBody=message.body, MessageAttributes=_attributes(message)
        )

    async def publish(self, entries: Sequence[Entry]) -> BatchResult:
        answer = await self._events.put_events(
            Entries=[
                {
                    "Source": entry.source,
                    "DetailType": entry.detail_type,
                    "Detail": entry.detail,
                    "EventBusName": self._bus,
                }
                for entry in entries
            ]
        )
        results = answer.get("Entries", [])
        if len(results) != len(entries):
            return [EntryError("NoResult")] * len(entries)
        return [EntryError(result["ErrorCode"]) if result.get("ErrorCode") else None for result in results]


def _message(found: Any) -> Message:
    system = found.get("Attributes", {})
    sent = system.get("SentTimestamp")
    return Message(
        body=found.get("Body", ""),
        receipt=found["ReceiptHandle"],
        message_id=found.get("MessageId", ""),
        receives=int(system.get("ApproximateReceiveCount", 1)),
        sent_at=int(sent) / 1000 if sent else None,
        attributes={
            name: value["StringValue"]
            for name, value in found.get("MessageAttributes", {}).items()
            if "StringValue" in value
        },
    )


def _attributes(message: QueueMessage) -> Any:
    return {name: {"DataType": "String", "StringValue": value} for name, value in message.attributes.items()}


def _batch_result(count: int, failed: Sequence[Any]) -> BatchResult:
    """Entry ids are indexes into what was sent."""
    refused = {
        int(entry["Id"]): EntryError(
            entry.get("Code", "Unknown"), bool(entry.get("SenderFault")) or entry.get("Code") in FINAL
        )
        for entry in failed
    }
    return [refused.get(index) for index in range(count)]
