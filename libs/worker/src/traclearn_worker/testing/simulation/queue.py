"""The queue and the bus, in no order at all. Keeps an eye on what is published, when it is."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from traclearn_worker.testing.simulation import invariants
from traclearn_worker.testing.transport import MemoryTransport, Stored
from traclearn_worker.transport import Entry, Fates, Letter

if TYPE_CHECKING:
    from traclearn_worker.testing.simulation.world import World


class Queue(MemoryTransport):
    """What waits is received in random order."""

    def __init__(self, world: "World") -> None:
        super().__init__()
        self._world = world

    async def publish(self, entries: Sequence[Entry]) -> Fates:
        for entry in entries:
            invariants.judge_published(self._world, entry)
        return await super().publish(entries)

    def number(self, letter: Letter) -> int:
        """Of the event in a message."""
        return int(json.loads(letter.body)["detail"]["data"]["ticket"])

    def _visible(self) -> list[Stored]:
        visible = super()._visible()
        self._world.random.shuffle(visible)
        return visible
