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
        if self._closed or self._free:  # where one is free, nobody waits
            return not self._closed and self._take(learner)
        turn: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(learner, deque()).append(turn)
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
        self._at_work[learner] -= 1
        if not self._at_work[learner]:
            del self._at_work[learner]  # or it would grow with every learner
        if self._waiting:
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
        learner = min(self._waiting, key=self._at_work.__getitem__)
        turns = self._waiting.pop(learner)
        turns.popleft().set_result(self._take(learner))
        if turns:
            self._waiting[learner] = turns  # to the end of the rotation

    def _take(self, learner: str) -> bool:
        self._free -= 1
        self._at_work[learner] += 1
        return True
