"""One attempt without a runtime, for a handler's own tests."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Generic, TypeVar

from traclearn_contracts.events import Event

from traclearn_worker.breaker import Breaker, Breakers
from traclearn_worker.calls import Ask
from traclearn_worker.errors import Misuse

Store = TypeVar("Store")


class FakeWork(Generic[Store]):
    """Stands where a handler expects its `Work`, and notes in `done` what is done, in order.

    It keeps the rules of the real one: nothing outside after `write`. Every transaction is `store` itself;
    what needs rollbacks is a test of the whole worker (`bench`).
    """

    attempt = 1
    elapsed = 0.0

    def __init__(self, store: Store, breakers: Breakers | None = None) -> None:
        self.store = store
        self.breakers = breakers or Breakers()
        self.done: list[str] = []
        self.announced: list[Event] = []
        self.released: list[str] = []
        self.replies: dict[str, Any] = {}

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Store]:
        self.done.append("read")
        yield self.store

    @asynccontextmanager
    async def checkpoint(self) -> AsyncIterator[Store]:
        self._outside("checkpoint")
        yield self.store

    async def announce(self, events: Sequence[Event]) -> None:
        self._outside("announce")
        self.announced += events

    async def once(self, name: str, ask: Ask, **_: Any) -> Any:
        if name not in self.replies:
            self._outside("ask")
            self.replies[name] = json.loads(json.dumps(await ask("key")))
        return self.replies[name]

    def breaker(self, name: str) -> Breaker:
        return self.breakers[name]

    async def write(self) -> Store:
        self.done.append("write")
        return self.store

    async def release(self, key: str) -> int:
        self.released.append(key)
        return 0

    def _outside(self, what: str) -> None:
        if "write" in self.done:
            raise Misuse(f"{what}() after write()")
        self.done.append(what)
