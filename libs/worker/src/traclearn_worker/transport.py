"""What the runtime asks of a queue and a bus. `sqs` speaks it to AWS, `testing` keeps it in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from traclearn_worker.messages import Message

MAX_BATCH_ENTRIES = 10
"""Entries of one batch, of SQS and of PutEvents alike.
Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html and
https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html"""


@dataclass(frozen=True)
class EntryError:
    """Why one entry of a batch was not done. `final` when asking again cannot help."""

    code: str
    final: bool = False


@dataclass(frozen=True)
class QueueMessage:
    """A message to send: to the own queue, or to its dead-letter queue."""

    body: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """An event for the bus; `detail` is JSON text."""

    source: str
    detail_type: str
    detail: str

    @property
    def size(self) -> int:
        """Bytes, as EventBridge counts them.

        Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html
        """
        return sum(len(part.encode()) for part in (self.source, self.detail_type, self.detail))


BatchResult = Sequence[EntryError | None]
"""By index: what became of each entry of a batch. None is done."""


class Transport(Protocol):
    """One service's queue, its dead-letter queue, and the bus. Every list has at most ten entries."""

    async def receive(self, limit: int, wait: int, visibility: int) -> list[Message]:
        """Waits up to `wait` seconds for up to `limit` messages, hidden for `visibility` seconds."""
        ...

    async def delete(self, messages: Sequence[Message]) -> BatchResult: ...

    async def change_visibility(self, changes: Sequence[tuple[Message, int]]) -> BatchResult:
        """Hides each message for so many more seconds from now; 0 shows it again at once."""
        ...

    async def send(self, messages: Sequence[QueueMessage]) -> BatchResult: ...

    async def send_dead_letter(self, message: QueueMessage) -> None: ...

    async def publish(self, entries: Sequence[Entry]) -> BatchResult: ...
