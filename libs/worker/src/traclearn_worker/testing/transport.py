"""A queue, its dead-letter queue and a bus in memory, with the delivery rules of SQS."""

import asyncio
import itertools
import time
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TypeVar

from traclearn_worker.messages import Message
from traclearn_worker.transport import BatchResult, Entry, EntryError, QueueMessage

T = TypeVar("T")
STALE = EntryError("ReceiptHandleIsInvalid", final=True)


@dataclass
class Stored:
    """A message in the queue. `receipt` is that of its latest delivery."""

    message: QueueMessage
    visible_at: float
    receives: int = 0
    receipt: str = ""
    sent_at: float = field(default_factory=time.time)


class MemoryTransport:
    """At least once, in any order, each delivery with a receipt of its own. Use it under any event loop.

    `faults["receive"].append(ConnectionError())` makes the next receive raise; an EntryError among the faults
    of a batch call is the result of its next entry. `None` stands for one call that works.
    """

    def __init__(self, max_receives: int = 20) -> None:
        self.stored: list[Stored] = []
        self.dead: list[QueueMessage] = []
        self.published: list[Entry] = []
        self.faults: defaultdict[str, deque[Exception | EntryError | None]] = defaultdict(deque)
        self._max_receives = max_receives
        self._receipts = itertools.count(1)
        self._news = asyncio.Event()

    async def receive(self, limit: int, wait: int, visibility: int) -> list[Message]:
        self._raise("receive")
        ends_at = _now() + wait
        while True:
            found = self._visible()[:limit]
            if found or _now() >= ends_at:
                return [self._deliver(stored, visibility) for stored in found]
            await self._until_news(ends_at)

    async def delete(self, messages: Sequence[Message]) -> BatchResult:
        return self._each("delete", messages, self._delete)

    async def change_visibility(self, changes: Sequence[tuple[Message, int]]) -> BatchResult:
        return self._each("change_visibility", changes, self._change_visibility)

    async def send(self, messages: Sequence[QueueMessage]) -> BatchResult:
        return self._each("send", messages, self.put)

    async def send_dead_letter(self, message: QueueMessage) -> None:
        self._raise("send_dead_letter")
        self.dead.append(message)

    async def publish(self, entries: Sequence[Entry]) -> BatchResult:
        return self._each("publish", entries, self.published.append)

    def put(self, message: QueueMessage) -> None:
        """Puts a message into the queue."""
        self.stored.append(Stored(message, _now()))
        self._news.set()

    def redrive(self) -> None:
        """Sends every dead letter to the queue again, as an operator's replay does."""
        messages, self.dead = self.dead, []
        for message in messages:
            self.put(message)

    def _visible(self) -> list[Stored]:
        for stored in [s for s in self.stored if s.visible_at <= _now() and s.receives >= self._max_receives]:
            self.stored.remove(stored)
            self.dead.append(stored.message)
        return [stored for stored in self.stored if stored.visible_at <= _now()]

    def _deliver(self, stored: Stored, visibility: int) -> Message:
        stored.receives += 1
        stored.receipt = str(next(self._receipts))
        stored.visible_at = _now() + visibility
        return Message(
            body=stored.message.body,
            receipt=stored.receipt,
            message_id=f"message-{id(stored)}",
            receives=stored.receives,
            sent_at=stored.sent_at,
            attributes=stored.message.attributes,
        )

    async def _until_news(self, ends_at: float) -> None:
        """Until a message is put, or shows up again."""
        self._news.clear()
        alarm = min([ends_at, *(stored.visible_at for stored in self.stored)])
        with suppress(TimeoutError):
            async with asyncio.timeout_at(alarm):
                await self._news.wait()

    def _delete(self, message: Message) -> EntryError | None:
        stored = self._find(message)
        if stored is None:
            return STALE
        self.stored.remove(stored)
        return None

    def _change_visibility(self, change: tuple[Message, int]) -> EntryError | None:
        message, seconds = change
        stored = self._find(message)
        if stored is None or stored.visible_at <= _now():
            return replace(STALE, code="MessageNotInflight")
        stored.visible_at = _now() + seconds
        self._news.set()
        return None

    def _find(self, message: Message) -> Stored | None:
        return next((stored for stored in self.stored if stored.receipt == message.receipt), None)

    def _raise(self, operation: str) -> None:
        faults = self.faults[operation]
        if not faults:
            return
        if not isinstance(faults[0], EntryError):
            fault = faults.popleft()
            if isinstance(fault, Exception):
                raise fault

    def _each(
        self, operation: str, entries: Sequence[T], do: Callable[[T], EntryError | None]
    ) -> list[EntryError | None]:
        self._raise(operation)
        faults = self.faults[operation]
        errors: list[EntryError | None] = []
        for entry in entries:
            fault = faults.popleft() if faults and isinstance(faults[0], EntryError) else None
            errors.append(fault if isinstance(fault, EntryError) else do(entry))
        return errors


def _now() -> float:
    return asyncio.get_running_loop().time()
