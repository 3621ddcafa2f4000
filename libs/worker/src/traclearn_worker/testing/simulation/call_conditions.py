"""What a call meets on its way: outages and storms while they last, and always some latency."""

import asyncio
from random import Random

from traclearn_worker.testing.simulation.faults import CALLS, WITHIN
from traclearn_worker.transport import EntryError

BATCH_CALLS = ("delete", "change_visibility", "send", "publish")


class CallConditions:
    """Drawn anew for each call."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._until: dict[str, float] = {}

    def begin(self, call: str, seconds: float) -> None:
        """Bad times for a call of the transport, or for the whole "database"."""
        self._until[call] = asyncio.get_running_loop().time() + seconds

    def latency(self) -> float:
        """Seconds that one way takes."""
        return self._random.choice((0.01, 0.1, 0.5)) if self._random.random() < 0.2 else 0.0

    def fault(self, call: str) -> str:
        """ "unheard", "unanswered" (done, but nobody is told), "refused" in part, or nothing."""
        now = asyncio.get_running_loop().time()
        if call not in CALLS and now < self._until.get("database", 0.0):
            return "unheard"
        if now < self._until.get(call, 0.0):
            return self._random.choice(("", "unheard", "unanswered", self._partly(call)))
        if now < WITHIN and self._random.random() < 0.01:
            return self._random.choice(("unheard", "unanswered"))
        return ""

    def entry_error(self) -> EntryError | None:
        """Of one entry of a batch."""
        if self._random.random() < 0.5:
            return None
        return EntryError("Storm", final=self._random.random() < 0.2)

    def _partly(self, call: str) -> str:
        return "refused" if call in BATCH_CALLS else "unheard"
