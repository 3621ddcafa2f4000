"""Whose message is worked on next: learners take turns, so that one's hundred hold up nobody else's one."""

import asyncio
from collections import Counter, deque


class Turns:
    """`count` permits to work. A free one goes to the learner with the fewest messages at work; among equals
    in rotation; for each learner in the order of arrival."""

    def __init__(self, count: int) -> None:
        self._free = count
        self._closed = False
        self._at_work: Counter[str] = Counter()
        self._waiting: dict[str, deque[asyncio.Future[bool]]] = {}

    async def take(self, learner: str, seconds: float) -> bool:
        """Waits for a permit. False when there is none within `seconds`, or no more work is to begin."""
        turn: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(learner, deque()).append(turn)
        self._grant()
        try:
            await asyncio.wait({turn}, timeout=seconds)
        except asyncio.CancelledError:
            if self._settle(learner, turn):
                self.give(learner)
            raise
        return self._settle(learner, turn)

    def give(self, learner: str) -> None:
        """Hands a permit back."""
        self._free += 1
        self._at_work -= Counter([learner])  # drops what reaches zero, or it would grow with every learner
        self._grant()

    def close(self) -> None:
        """Nobody who waits gets a permit any more."""
        self._closed = True
        for turns in self._waiting.values():
            for turn in turns:
                turn.set_result(False)
        self._waiting.clear()

    def _settle(self, learner: str, turn: asyncio.Future[bool]) -> bool:
        """Whether the permit was given; who waited in vain leaves the line."""
        if turn.done():
            return turn.result()
        turns = self._waiting[learner]
        turns.remove(turn)
        if not turns:
            del self._waiting[learner]
        return False

    def _grant(self) -> None:
        if self._closed:
            self.close()
        while self._free and self._waiting:
            learner = min(self._waiting, key=self._at_work.__getitem__)
            turns = self._waiting.pop(learner)
            turns.popleft().set_result(True)
            if turns:
                self._waiting[learner] = turns  # to the end of the rotation
            self._free -= 1
            self._at_work[learner] += 1
