"""Dead-letter queues in SQS: count, look without taking, send back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from traclearn_contracts.queue_names import DLQ_SUFFIX, QUEUE_PREFIX, TARGET_DLQ_SUFFIX

from traclearn_cli.errors import NotFound, Unavailable
from traclearn_cli.operator.dead_letter import DeadLetter
from traclearn_cli.session import Session

if TYPE_CHECKING:
    from types_boto3_sqs import SQSClient
    from types_boto3_sqs.type_defs import MessageTypeDef

SUFFIXES = (TARGET_DLQ_SUFFIX, DLQ_SUFFIX)
"""What EventBridge could not deliver, and what the worker or SQS gave up on; the longer suffix first."""
MAX_MESSAGES_PER_RECEIVE = 10
"""Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html"""
VISIBILITY_TIMEOUT_S = 120
"""For which a message that is looked at is hidden from others."""
MAX_EMPTY_RECEIVES = 2
"""Receives in a row that bring nothing before a queue counts as read: a short poll asks some hosts only."""


@contextmanager
def open_queues() -> Iterator["DeadLetterQueues"]:
    """Raises Unavailable for what SQS and the network say."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield DeadLetterQueues(Session().sqs())
    except (BotoCoreError, ClientError) as error:
        raise Unavailable(f"SQS: {error}") from error


class DeadLetterQueues:
    """Those of one account."""

    def __init__(self, client: "SQSClient") -> None:
        self._client = client

    def urls(self) -> dict[str, str]:
        """Every dead-letter queue by its name."""
        pages = self._client.get_paginator("list_queues").paginate(QueueNamePrefix=QUEUE_PREFIX)
        urls = [url for page in pages for url in page.get("QueueUrls", [])]
        names = {url.rsplit("/", 1)[-1]: url for url in urls}
        return {name: url for name, url in sorted(names.items()) if name.endswith(SUFFIXES)}

    def urls_of(self, queue: str) -> dict[str, str]:
        """Both kinds of `queue`. Raises NotFound."""
        urls = self.urls()
        found = {name: url for name, url in urls.items() if served_queue(name) == queue}
        if not found:
            known = ", ".join(sorted({served_queue(name) for name in urls})) or "none"
            raise NotFound(f"No dead-letter queue belongs to {queue!r}. There are: {known}.")
        return found

    def count_messages(self, url: str) -> int:
        """Those that someone looks at among them. SQS says: approximately."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        answer = self._client.get_queue_attributes(QueueUrl=url, AttributeNames=names)  # type: ignore[arg-type]
        return sum(int(value) for value in answer.get("Attributes", {}).values())

    def read_messages(self, name: str, url: str) -> list[DeadLetter]:
        """Each message once. They are hidden from others meanwhile: release each, or replay it.

        All are read before the first is replayed: one that fails again would come round for ever.
        """
        found: dict[str, DeadLetter] = {}
        empty = 0
        while empty < MAX_EMPTY_RECEIVES:
            messages = self._receive(url)
            new = [message for message in messages if message["MessageId"] not in found]
            empty = 0 if new else empty + 1
            found.update((message["MessageId"], dead_letter(name, message)) for message in new)
        return list(found.values())

    def _receive(self, url: str) -> "list[MessageTypeDef]":
        answer = self._client.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=MAX_MESSAGES_PER_RECEIVE,
            VisibilityTimeout=VISIBILITY_TIMEOUT_S,
            WaitTimeSeconds=0,
            MessageAttributeNames=["All"],
            MessageSystemAttributeNames=["SentTimestamp"],
        )
        return answer.get("Messages", [])

    def release(self, url: str, message: DeadLetter) -> None:
        """Shows it to others again."""
        self._client.change_message_visibility(
            QueueUrl=url, ReceiptHandle=message.receipt, VisibilityTimeout=0
        )

    def replay(self, url: str, message: DeadLetter) -> None:
        """Sends it to its queue as it was, with the reason by which the worker knows a replay; then deletes.

        A crash between the two leaves it in both places: the worker's inbox takes the second for a duplicate.
        """
        target = url.removesuffix(next(suffix for suffix in SUFFIXES if url.endswith(suffix)))
        self._client.send_message(
            QueueUrl=target,
            MessageBody=message.body,
            MessageAttributes=sendable_attributes(message.attributes),
        )
        self._client.delete_message(QueueUrl=url, ReceiptHandle=message.receipt)


def served_queue(name: str) -> str:
    """`grader` for `traclearn-grader-dlq` and for `traclearn-grader-target-dlq`."""
    suffix = next(suffix for suffix in SUFFIXES if name.endswith(suffix))
    return name.removeprefix(QUEUE_PREFIX).removesuffix(suffix)


def sendable_attributes(attributes: dict[str, Any]) -> dict[str, Any]:
    """Received attributes as they can be sent again."""
    wanted = ("StringValue", "BinaryValue", "DataType")
    return {name: {key: value[key] for key in wanted if key in value} for name, value in attributes.items()}


def dead_letter(queue: str, message: "MessageTypeDef") -> DeadLetter:
    sent = int(message.get("Attributes", {}).get("SentTimestamp", "0")) / 1000
    return DeadLetter(
        queue=queue,
        message_id=message["MessageId"],
        receipt=message["ReceiptHandle"],
        body=message["Body"],
        sent_at=datetime.fromtimestamp(sent, UTC).isoformat(),
        attributes=dict(message.get("MessageAttributes", {})),
    )
