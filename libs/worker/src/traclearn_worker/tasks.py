"""What runs beside the receive loop: the runtime's own tasks, and a service's `background`.

One of the runtime's own that ends is a fault of ours, and ends the process: a worker without heartbeats,
relay, sweeper, pruner or metrics only looks alive. A service's own is begun again; one that goes on failing
makes the service unready.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import structlog

from traclearn_worker.errors import TaskEnded
from traclearn_worker.retry import backoff
from traclearn_worker.telemetry import where

log = structlog.get_logger()

BackgroundWork = Callable[[], Awaitable[None]]

UNREADY_FAILURES = 5
"""Failures in a row after which the service is not ready."""
WELL_AFTER_S = 60.0
"""Seconds of running after which a failure is the first one again. The longest back-off is no longer."""


class Background:
    """A service's own coroutine function, run until it returns; an error begins it again after a back-off."""

    def __init__(self, work: BackgroundWork) -> None:
        self._work = work
        self._failures = 0

    @property
    def failing(self) -> bool:
        return self._failures >= UNREADY_FAILURES

    async def run(self) -> None:
        while True:
            well = asyncio.get_running_loop().call_later(WELL_AFTER_S, self._forget)
            try:
                return await self._work()
            except Exception as error:
                self._failures += 1
                log.error("background work failed", error=type(error).__name__, where=where(error))
            finally:
                well.cancel()
            await asyncio.sleep(backoff(self._failures, cap=WELL_AFTER_S))

    def _forget(self) -> None:
        self._failures = 0


@asynccontextmanager
async def running(
    own: Mapping[str, Coroutine[Any, Any, None]], background: Sequence[Background]
) -> AsyncIterator[asyncio.Future[None]]:
    """Runs them for the length of a block. Yields a future that fails when one of the `own` ends."""
    ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    tasks = [asyncio.create_task(each.run()) for each in background]
    for name, coroutine in own.items():
        task = asyncio.create_task(coroutine, name=name)
        task.add_done_callback(lambda task: _tell(task, ended))
        tasks.append(task)
    try:
        yield ended
    finally:
        ended.cancel()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _tell(task: asyncio.Task[None], ended: asyncio.Future[None]) -> None:
    if task.cancelled() or ended.done():
        return
    error = task.exception()
    known = {} if error is None else {"error": type(error).__name__, "where": where(error)}
    log.error("a task of the runtime ended", key=task.get_name(), **known)
    ended.set_exception(TaskEnded(task.get_name()))
