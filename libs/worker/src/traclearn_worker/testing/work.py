"""One attempt without a runtime, for a handler's own tests."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Generic, TypeVar
from uuid import NAMESPACE_OID, UUID, uuid5

from traclearn_contracts.events import Event

from traclearn_worker.breaker import Breaker, Breakers
from traclearn_worker.calls import Ask
from traclearn_worker.errors import LeaseLost, Misuse

Store = TypeVar("Store")


class FakeWork(Generic[Store]):
    """Stands where a handler expects its `Work`, and notes in `done` what is done, in order.

    It keeps the rules of the real one: nothing outside after `write`. `begin` makes of the store what a
    transaction sees, the store itself unless said otherwise; with `deepcopy` what is not committed is lost.
    `lost`: the lease ended before the last transaction.
    """

    attempt = 1
    elapsed = 0.0

    def __init__(
        self,
        store: Store,
        breakers: Breakers | None = None,
        *,
        begin: Callable[[Store], Store] = lambda store: store,
        lost: bool = False,
    ) -> None:
        self.store = store
        self.final: Store | None = None
        self.breakers = breakers or Breakers()
        self._begin = begin
        self._lost = lost
        self.done: list[str] = []
        self.announced: list[Event] = []
        self.unparked: list[str] = []
        self.replies: dict[str, Any] = {}

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Store]:
        self.done.append("read")
        yield self._begin(self.store)

    @asynccontextmanager
    async def checkpoint(self) -> AsyncIterator[Store]:
        self._outside("checkpoint")
        store = self._begin(self.store)
        yield store
        self.store = store

    async def announce(self, events: Sequence[Event]) -> None:
        self._outside("announce")
        self.announced += events

    async def once(self, name: str, ask: Ask, **_: Any) -> Any:
        if name not in self.replies:
            self._outside("ask")
            self.replies[name] = json.loads(json.dumps(await ask(str(self.key_of(name)))))
        return self.replies[name]

    def has_begun(self, name: str) -> bool:
        return name in self.replies

    def key_of(self, name: str) -> UUID:
        return uuid5(NAMESPACE_OID, name)

    def breaker(self, name: str) -> Breaker:
        return self.breakers[name]

    async def write(self) -> Store:
        self.done.append("write")
        if self._lost:
            raise LeaseLost("another worker has claimed the event")
        if self.final is None:
            self.final = self._begin(self.store)
        return self.final

    def commit(self) -> None:
        """What the runtime does when the handler has returned."""
        if self.final is not None:
            self.store = self.final

    async def unpark(self, key: str) -> int:
        self.unparked.append(key)
        return 0

    def _outside(self, what: str) -> None:
        if "write" in self.done:
            raise Misuse(f"{what}() after write()")
        self.done.append(what)
