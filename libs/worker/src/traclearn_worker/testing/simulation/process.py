"""A worker process: the real App and every task that descends from it, to be stopped, stalled or killed."""

import asyncio
import contextvars
from collections.abc import Coroutine, Generator
from typing import TYPE_CHECKING, Any, TypeVar, cast

from traclearn_contracts.models import AnswerSubmittedV1

from traclearn_worker.app import App
from traclearn_worker.service import on
from traclearn_worker.store import Store
from traclearn_worker.testing.simulation.service import SOURCE, Service
from traclearn_worker.testing.simulation.settings import scaled
from traclearn_worker.testing.simulation.wire import Database, Wire
from traclearn_worker.transport import Transport

if TYPE_CHECKING:
    from traclearn_worker.testing.simulation.world import World

T = TypeVar("T")

current: contextvars.ContextVar["Process | None"] = contextvars.ContextVar("process", default=None)
"""Whose code runs."""


class Process:
    """Starts at once. `armed` is the chaos point at which it will be killed."""

    def __init__(self, world: "World", name: str) -> None:
        self.world = world
        self.name = name
        self.alive = True
        self.armed = ""
        self.stalled_until = 0.0
        self.stop_requested = False
        """Whether somebody wants it to end."""
        self.tasks: list[asyncio.Task[Any]] = []
        self.database = Database(world.store, self)
        service = Service(world, self)
        self.app = App(
            name="simulation",
            source=SOURCE,
            settings=scaled(world.permits, world.prefetch),
            engine=None,
            schema="simulation",
            routes=[on(AnswerSubmittedV1, service.handle)],
            stores=lambda connection: connection,
            failed=service.failed,
            transport=cast(Transport, Wire(world.queue, self)),
            store=cast(Store, self.database),
        )
        context = contextvars.copy_context()
        context.run(current.set, self)
        self._serving = asyncio.get_running_loop().create_task(self.app.serve(), context=context)

    def note(self, text: str) -> None:
        self.world.note(f"{self.name} {text}")

    def stop(self) -> None:
        """SIGTERM."""
        self.note("told to stop")
        self.stop_requested = True
        self.app.stop()

    def kill(self, why: str) -> None:
        """SIGKILL."""
        self.note(f"killed {why}")
        self.stop_requested, self.alive = True, False
        for task in self.tasks:
            task.cancel()

    async def ended(self) -> None:
        """Returns when nothing of it is left; its connections end with it."""
        await asyncio.wait({self._serving})
        self.alive = False
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.database.cut()
        if not self.stop_requested or (not self._serving.cancelled() and self._serving.exception()):
            self.world.problems.append(f"{self.name} ended by itself")


def made(
    loop: asyncio.AbstractEventLoop,
    coroutine: Coroutine[Any, Any, T] | Generator[Any, None, T],
    /,
    **options: Any,
) -> asyncio.Task[T]:
    """The task factory: a task belongs to the process of the one that makes it."""
    context = options.pop("context", None) or contextvars.copy_context()
    owner = context.run(current.get) or current.get()
    context.run(current.set, owner)
    task: asyncio.Task[T] = asyncio.Task(coroutine, loop=loop, context=context, **options)
    if owner is not None:
        owner.tasks.append(task)
        if not owner.alive:
            task.cancel()
    return task


def point(name: str) -> None:
    """Stands in for `chaos.point`."""
    process = current.get()
    if process is not None and process.armed == name:
        process.kill(f"at {name}")
        raise asyncio.CancelledError
