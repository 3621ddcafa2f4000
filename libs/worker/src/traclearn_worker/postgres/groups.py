"""Single requests that become one statement while the statement before is on its way."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context
from dataclasses import dataclass
from typing import Generic, TypeVar

from traclearn_worker.errors import Unavailable

T = TypeVar("T")
R = TypeVar("R")

MAX_GROUP_SIZE = 100
"""Requests of one statement: more save nothing, and would wait for each other."""


@dataclass(frozen=True)
class Asked(Generic[T, R]):
    """A request, and where its answer goes; whoever has gone away has cancelled that."""

    request: T
    answer: asyncio.Future[R]

    def fail(self, error: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


class Groups(Generic[T, R]):
    """`await submit(request)` goes at once where nothing is under way, and else with whatever came meanwhile.

    A group that fails is asked one by one, so that nobody's request fails for another's; an outage is
    everybody's. `call` must not wait for what may take long, as a lock that another worker holds: the next
    group waits with it.
    """

    def __init__(self, call: Callable[[list[T]], Awaitable[Sequence[R]]]) -> None:
        """`call` answers in the order of the requests."""
        self._call = call
        self._waiting: list[Asked[T, R]] = []
        self._calling: asyncio.Task[None] | None = None

    async def submit(self, request: T) -> R:
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append(Asked(request, answer))
        if self._calling is None:
            self._calling = asyncio.create_task(
                self._run(), context=Context()
            )  # no single message's log keys
        return await answer

    async def _run(self) -> None:
        try:
            while self._waiting:
                group, self._waiting = self._waiting[:MAX_GROUP_SIZE], self._waiting[MAX_GROUP_SIZE:]
                if group := [one for one in group if not one.answer.done()]:
                    await self._ask(group)
        finally:
            self._calling = None
            for one in self._waiting:
                one.answer.cancel()

    async def _ask(self, group: list[Asked[T, R]]) -> None:
        try:
            await self._answer(group)
        except Exception as error:
            if len(group) == 1 or isinstance(error, Unavailable):
                for one in group:
                    one.fail(error)
            else:
                for one in group:
                    await self._ask([one])
        finally:
            for one in group:
                one.answer.cancel()

    async def _answer(self, group: list[Asked[T, R]]) -> None:
        answers = await self._call([one.request for one in group])
        for one, value in zip(group, answers, strict=True):
            if not one.answer.done():
                one.answer.set_result(value)
