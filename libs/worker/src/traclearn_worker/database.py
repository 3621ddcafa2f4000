"""A service's way to its database: one engine, and short transactions outside of handlers."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from traclearn_worker.settings import WorkerSettings

Store = TypeVar("Store")

SPARE = 8
"""Connections beside the handlers' own: claims, heartbeats, relay, sweepers, readiness, requests."""


def open_engine(settings: WorkerSettings) -> AsyncEngine:
    """Connects with its first use. What it was asked stays out of its errors: it may be an answer."""
    return create_async_engine(
        settings.database_url,
        pool_pre_ping=True,
        pool_size=settings.permits + SPARE,
        hide_parameters=True,
    )


def transactions(
    engine: AsyncEngine, stores: Callable[[AsyncConnection], Store]
) -> Callable[[], AbstractAsyncContextManager[Store]]:
    """`async with begin() as store:` commits at its end."""

    @asynccontextmanager
    async def begin() -> AsyncIterator[Store]:
        async with engine.begin() as connection:
            yield stores(connection)

    return begin
