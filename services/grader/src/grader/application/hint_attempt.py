"""A hint that is being written, as the runtime's `Work` is for an event: a call outside is made once for it.

Intents and replies lie in the hint's row, under its lease. Whoever writes it after a crash finds them there.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any
from uuid import UUID

from traclearn_worker import LeaseLost
from traclearn_worker.breaker import Breakers
from traclearn_worker.calls import Ask, Calls
from traclearn_worker.store import Claim

from grader.application.hint_events import SOURCE
from grader.application.ports import HintStore
from grader.domain.hints.given_hint import GivenHint

Begin = Callable[[], AbstractAsyncContextManager[HintStore]]


class HintAttempt:
    """See `grader.application.budgeted_calls.Attempt`."""

    def __init__(
        self, hint: GivenHint, token: UUID, begin: Begin, breakers: Breakers, call_timeout_s: float
    ) -> None:
        self._begin = begin
        self._breakers = breakers
        claim = Claim(key=(SOURCE, hint.learner, hint.id), token=token, replies=dict(hint.replies))
        self._calls = Calls(claim, self, call_timeout_s)

    def has_begun(self, name: str) -> bool:
        return self._calls.begun(name)

    def key_of(self, name: str) -> UUID:
        return self._calls.key(name)

    def checkpoint(self) -> AbstractAsyncContextManager[HintStore]:
        return self._begin()

    async def once(self, name: str, ask: Ask, *, through: str, repeatable: bool = False) -> Any:
        """As `Work.once`, without a way to look a lost reply up."""
        if self._calls.known(name):
            return self._calls.reply(name)
        return await self._calls.once(name, ask, None, self._breakers[through])

    async def remember(self, claim: Claim, replies: dict[str, Any]) -> None:
        """See `traclearn_worker.calls.Replies`."""
        async with self._begin() as store:
            if not await store.save_replies(claim.key[2], claim.token, replies):
                raise LeaseLost
        claim.replies = replies
