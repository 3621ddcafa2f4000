"""An event loop whose time is made of nothing: when all tasks sleep, the clock jumps to the next alarm."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

TICK = 1e-6
"""Seconds added to each jump, so that rounding never leaves the clock just before the alarm."""


class VirtualLoop(asyncio.SelectorEventLoop):
    """Ten minutes of waiting take a millisecond. While a thread works, time stands."""

    def __init__(self) -> None:
        super().__init__(_Selector(self))
        self.now = 0.0
        self.threads = 0

    def time(self) -> float:
        return self.now

    def run_in_executor(  # type: ignore[override]  # typeshed's has a TypeVarTuple
        self, executor: Any, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        self.threads += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._thread_done)
        return future

    async def shutdown_default_executor(self, timeout: float | None = None) -> None:  # noqa: ASYNC109
        self.threads += 1
        try:
            await super().shutdown_default_executor()
        finally:
            self.threads -= 1

    def _thread_done(self, _future: asyncio.Future[Any]) -> None:
        self.threads -= 1


class _Selector(selectors.DefaultSelector):
    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if self._loop.threads:
            return super().select(0.01)
        if timeout is None:
            raise RuntimeError("every task waits for something that nothing will bring about")
        self._loop.now += timeout + TICK
        return ready


def run(main: Coroutine[Any, Any, T]) -> T:
    """asyncio.run in virtual time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)
