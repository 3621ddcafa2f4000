"""A service's way to its database: one engine, and short transactions outside of handlers."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TypeVar

from sqlalchemy import AdaptedConnection, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from traclearn_worker.secret_password import SecretPassword
from traclearn_worker.settings import WorkerSettings

Store = TypeVar("Store")

SPARE_CONNECTIONS = 8
"""Connections beside the handlers' own: claims, heartbeats, relay, sweepers, readiness, requests."""


def open_engine(settings: WorkerSettings) -> AsyncEngine:
    """Connects with its first use. What it was asked stays out of its errors: it may be an answer."""
    secret = settings.database_secret
    engine = create_async_engine(
        settings.database_url,
        pool_size=settings.permits + SPARE_CONNECTIONS,
        hide_parameters=True,
        connect_args={"password": SecretPassword(secret, settings)} if secret else {},
    )
    event.listen(engine.sync_engine, "checkout", refuse_closed)
    return engine


def refuse_closed(connection: AdaptedConnection, _record: object, _proxy: object) -> None:
    """Has the pool open another in place of a connection that the server has ended meanwhile.

    It asks nobody, where a ping before each use would cost a round trip. A connection whose end was not heard
    of fails with its first statement, and for the runtime that is an outage, which counts against no message.
    """
    if connection.driver_connection.is_closed():
        raise DisconnectionError


def transactions(
    engine: AsyncEngine, stores: Callable[[AsyncConnection], Store]
) -> Callable[[], AbstractAsyncContextManager[Store]]:
    """`async with begin() as store:` commits at its end."""

    @asynccontextmanager
    async def begin() -> AsyncIterator[Store]:
        async with engine.begin() as connection:
            yield stores(connection)

    return begin
