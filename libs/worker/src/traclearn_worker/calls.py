"""Outside calls that must not be made twice: each leaves its intent before it and its reply after it.

    intent ──▶ call ──▶ reply
    └─ a crash from here to the reply: nobody knows whether it was answered, and paid for

Both lie in the event's inbox row, so a later attempt sees which of the three it has met.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Protocol
from uuid import UUID, uuid5

from traclearn_worker import chaos
from traclearn_worker.breaker import Breaker
from traclearn_worker.errors import ReplyLost, WorkerError
from traclearn_worker.store import Claim

Ask = Callable[[str], Awaitable[Any]]
"""An outside call. It gets the idempotency key that it may hand to the provider."""
ASKED = "asked: "
"""Before the name of an intent; beside it the replies of workers that knew no intents go on being read."""


class Replies(Protocol):
    """Where intents and replies are kept: the inbox, or a row of a service's own that it claims likewise."""

    async def remember(self, claim: Claim, replies: dict[str, Any]) -> None:
        """In place of the claim's, or raises LeaseLost."""
        ...


class Calls:
    """The calls of one attempt."""

    def __init__(self, claim: Claim, inbox: Replies, timeout_s: float) -> None:
        """`timeout_s`: what a call may take."""
        self._claim = claim
        self._inbox = inbox
        self._timeout_s = timeout_s

    def known(self, name: str) -> bool:
        return name in self._claim.replies

    def begun(self, name: str) -> bool:
        return self.known(name) or ASKED + name in self._claim.replies

    def reply(self, name: str) -> Any:
        return self._claim.replies[name]

    async def repeat(self, name: str, ask: Ask, breaker: Breaker) -> Any:
        """Without an intent: a crash asks again."""
        return await self._keep(name, await self._ask(name, ask, breaker))

    async def once(self, name: str, ask: Ask, lost: Ask | None, breaker: Breaker) -> Any:
        """With one: after a crash only `lost` is asked."""
        if self.begun(name):
            if lost is None:
                raise ReplyLost(name)
            return await self._keep(name, await self._ask(name, lost, breaker))
        breaker.check()
        await self._inbox.remember(self._claim, {**self._claim.replies, ASKED + name: True})
        chaos.point("asked")
        try:
            reply = await self._ask(name, ask, breaker)
        except WorkerError as error:
            if bought_nothing(error):
                await self._inbox.remember(self._claim, self._without(name))
            raise
        return await self._keep(name, reply)

    async def _ask(self, name: str, ask: Ask, breaker: Breaker) -> Any:
        with breaker():
            async with asyncio.timeout(self._timeout_s):
                reply = await ask(str(self.key(name)))
        chaos.point("answered")
        return reply

    async def _keep(self, name: str, reply: Any) -> Any:
        await self._inbox.remember(self._claim, {**self._without(name), name: reply})
        chaos.point("replied")
        return reply

    def _without(self, name: str) -> dict[str, Any]:
        """The replies without the intent of that name."""
        return {key: reply for key, reply in self._claim.replies.items() if key != ASKED + name}

    def key(self, name: str) -> UUID:
        """The same for every attempt at this event."""
        source, learner, event_id = self._claim.key
        return uuid5(event_id, f"{source} {learner} {name}")


def bought_nothing(error: WorkerError) -> bool:
    """This library's errors say so. What else ends a call does not, even where it opened the breaker and
    Unavailable is raised in its place."""
    return error.__cause__ is None or isinstance(error.__cause__, WorkerError)
