"""The queue and the bus, in no order at all. Keeps an eye on what is published, when it is."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from traclearn_worker.testing.simulation import invariants
from traclearn_worker.testing.transport import MemoryTransport, Stored
from traclearn_worker.transport import BatchResult, Entry, QueueMessage

if TYPE_CHECKING:
    from traclearn_worker.testing.simulation.world import World


class Queue(MemoryTransport):
    """What waits is received in random order."""

    def __init__(self, world: "World") -> None:
        super().__init__()
        self._world = world

    async def publish(self, entries: Sequence[Entry]) -> BatchResult:
        for entry in entries:
            invariants.judge_published(self._world, entry)
        return await super().publish(entries)

    def number(self, message: QueueMessage) -> int:
        """Of the event in a message."""
        return int(json.loads(message.body)["detail"]["data"]["ticket"])

    def _visible(self) -> list[Stored]:
        visible = super()._visible()
        self._world.random.shuffle(visible)
        return visible
