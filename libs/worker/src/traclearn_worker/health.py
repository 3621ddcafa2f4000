"""Liveness and readiness, over HTTP.

Alive: the receive loop turned lately. Whether a receive brought messages, nothing or an error plays no part:
no dependency can make this process look dead, since a restart would not mend it. Ready: alive, not stopping,
its background work does not fail again and again, and the database answers. Readiness also names the
dependencies whose breakers are open, and stays: another task of the service would serve no better.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from fastapi import FastAPI, Response

from traclearn_worker.errors import WorkerError
from traclearn_worker.runtime import Runtime
from traclearn_worker.store import Inbox
from traclearn_worker.tasks import Background


class Health:
    """Told by the receiver each time its loop turns."""

    def __init__(self, stuck_after_s: float, background: Sequence[Background] = ()) -> None:
        """`stuck_after_s`: without a turn for so long, the process counts as stuck."""
        self._stuck_after_s = stuck_after_s
        self._background = background
        self._turned_at: float | None = None
        self.stopping = False

    def record_turn(self) -> None:
        self._turned_at = asyncio.get_running_loop().time()

    @property
    def failing(self) -> bool:
        """Whether work beside the worker goes on failing."""
        return any(each.failing for each in self._background)

    @property
    def alive(self) -> bool:
        if self._turned_at is None:
            return True
        return asyncio.get_running_loop().time() - self._turned_at <= self._stuck_after_s


def routes(http: FastAPI, health: Health, runtime: Runtime) -> FastAPI:
    """Adds /health and /ready to a service's own routes."""

    @http.get("/health", include_in_schema=False)
    async def alive(response: Response) -> dict[str, str]:
        if not health.alive:
            response.status_code = 503
        return {"status": "ok" if health.alive else "no receive completed lately"}

    @http.get("/ready", include_in_schema=False)
    async def ready(response: Response) -> dict[str, str | list[str]]:
        status = await _readiness(health, runtime.store)
        if status != "ok":
            response.status_code = 503
        return {"status": status, "away": runtime.breakers.away}

    return http


async def _readiness(health: Health, inbox: Inbox) -> str:
    if health.stopping:
        return "stopping"
    if not health.alive:
        return "no receive completed lately"
    if health.failing:
        return "background work fails: see the log"
    try:
        await inbox.ping()
    except (WorkerError, TimeoutError):
        return "the database does not answer"
    return "ok"


class Server(uvicorn.Server):
    """uvicorn without its signal handlers: the worker decides when to stop."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serving(http: FastAPI, host: str, port: int) -> AsyncIterator[None]:
    """Serves beside the worker, and lets requests end before it does."""
    config = uvicorn.Config(
        http, host=host, port=port, log_config=None, access_log=False, timeout_graceful_shutdown=5
    )
    server = Server(config)
    task = asyncio.create_task(server.serve())
    try:
        yield
    finally:
        server.should_exit = True
        await asyncio.wait({task})
