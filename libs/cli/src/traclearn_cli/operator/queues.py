"""Dead-letter queues in SQS: count, look without taking, send back."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from traclearn_cli.errors import NoSuchQueue, Unreachable
from traclearn_cli.operator.dead_letter import Letter

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient
    from types_boto3_sqs.type_defs import MessageTypeDef

PREFIX = "traclearn-"
KINDS = ("-target-dlq", "-dlq")
"""What EventBridge could not deliver, and what the worker or SQS gave up on; the longer suffix first."""
BATCH = 10
"""Messages of one receive.
Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html"""
HOLD = 120
"""Seconds for which a letter that is looked at is hidden from others."""
EMPTY = 2
"""Receives in a row that bring nothing before a queue counts as read: a short poll asks some hosts only."""


def connect() -> "SQSClient":
    """A client for AWS, or for the emulator that AWS_ENDPOINT_URL names, which takes any key."""
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
    emulated = "AWS_ENDPOINT_URL" in os.environ and "AWS_ACCESS_KEY_ID" not in os.environ
    key = "local" if emulated else None
    return boto3.client("sqs", region_name=region, aws_access_key_id=key, aws_secret_access_key=key)


@contextmanager
def told() -> Iterator[None]:
    """Turns what SQS and the network say into an OperatorError."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise Unreachable(f"SQS: {error}") from error


class DeadLetters:
    """The dead-letter queues of one account."""

    def __init__(self, client: "SQSClient") -> None:
        self._client = client

    def urls(self) -> dict[str, str]:
        """Every dead-letter queue by its name."""
        pages = self._client.get_paginator("list_queues").paginate(QueueNamePrefix=PREFIX)
        urls = [url for page in pages for url in page.get("QueueUrls", [])]
        names = {url.rsplit("/", 1)[-1]: url for url in urls}
        return {name: url for name, url in sorted(names.items()) if name.endswith("-dlq")}

    def of(self, queue: str) -> dict[str, str]:
        """Both kinds of `queue`. Raises NoSuchQueue."""
        urls = self.urls()
        found = {name: url for name, url in urls.items() if serves(name) == queue}
        if not found:
            raise NoSuchQueue(queue, sorted({serves(name) for name in urls}))
        return found

    def count(self, url: str) -> int:
        """Letters that lie there, those that someone looks at among them. SQS says: approximately."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        answer = self._client.get_queue_attributes(QueueUrl=url, AttributeNames=names)  # type: ignore[arg-type]
        return sum(int(value) for value in answer.get("Attributes", {}).values())

    def letters(self, name: str, url: str) -> list[Letter]:
        """Each letter once. They are hidden from others meanwhile: let go of each, or replay it.

        All are read before the first is replayed: one that fails again would come round for ever.
        """
        found: dict[str, Letter] = {}
        empty = 0
        while empty < EMPTY:
            messages = self._receive(url)
            new = [message for message in messages if message["MessageId"] not in found]
            empty = 0 if new else empty + 1
            found.update((message["MessageId"], letter(name, message)) for message in new)
        return list(found.values())

    def _receive(self, url: str) -> "list[MessageTypeDef]":
        answer = self._client.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=BATCH,
            VisibilityTimeout=HOLD,
            WaitTimeSeconds=0,
            MessageAttributeNames=["All"],
            MessageSystemAttributeNames=["SentTimestamp"],
        )
        return answer.get("Messages", [])

    def let_go(self, url: str, found: Letter) -> None:
        """Shows it to others again."""
        self._client.change_message_visibility(QueueUrl=url, ReceiptHandle=found.receipt, VisibilityTimeout=0)

    def replay(self, url: str, found: Letter) -> None:
        """Sends it to its queue as it was, with the reason by which the worker knows a replay; then deletes.

        A crash between the two leaves it in both places: the worker's inbox takes the second for a duplicate.
        """
        target = url.removesuffix(next(kind for kind in KINDS if url.endswith(kind)))
        self._client.send_message(
            QueueUrl=target, MessageBody=found.body, MessageAttributes=sendable(found.attributes)
        )
        self._client.delete_message(QueueUrl=url, ReceiptHandle=found.receipt)


def serves(name: str) -> str:
    """`grader` for `traclearn-grader-dlq` and for `traclearn-grader-target-dlq`."""
    kind = next(kind for kind in KINDS if name.endswith(kind))
    return name.removeprefix(PREFIX).removesuffix(kind)


def sendable(attributes: dict[str, Any]) -> dict[str, Any]:
    """Received attributes as they can be sent again."""
    wanted = ("StringValue", "BinaryValue", "DataType")
    return {name: {key: value[key] for key in wanted if key in value} for name, value in attributes.items()}


def letter(queue: str, message: "MessageTypeDef") -> Letter:
    sent = int(message.get("Attributes", {}).get("SentTimestamp", "0")) / 1000
    return Letter(
        queue=queue,
        message_id=message["MessageId"],
        receipt=message["ReceiptHandle"],
        body=message["Body"],
        sent_at=datetime.fromtimestamp(sent, UTC).isoformat(),
        attributes=dict(message.get("MessageAttributes", {})),
    )
