"""A service's way to its database: one engine, and short transactions outside of handlers."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy import AdaptedConnection, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from traclearn_worker.postgres.secret_password import SecretPassword
from traclearn_worker.settings import DatabaseSettings, WorkerSettings

Store = TypeVar("Store")

SPARE_CONNECTIONS = 8
"""Connections beside the handlers' own: claims, heartbeats, relay, sweepers, readiness, requests."""
REPLICA_CONNECTIONS = 5
"""A page of a list holds one for some milliseconds."""


def open_engine(settings: WorkerSettings) -> AsyncEngine:
    """Connects with its first use. What it was asked stays out of its errors: it may be an answer."""
    return _pool(settings, settings.database_url, pool_size=settings.permits + SPARE_CONNECTIONS)


def open_replica(settings: WorkerSettings, url: str) -> AsyncEngine:
    """Of a copy that is seconds late, with the same roles and passwords: for long lists that people read."""
    return _pool(settings, url, pool_size=REPLICA_CONNECTIONS, max_overflow=0)


def _pool(settings: WorkerSettings, url: str, **options: int) -> AsyncEngine:
    engine = _engine(settings, url, **options)
    event.listen(engine.sync_engine, "checkout", refuse_closed)
    return engine


@asynccontextmanager
async def command_engine(settings: DatabaseSettings) -> AsyncIterator[AsyncEngine]:
    """For what an operator runs beside the worker: its address may be the one that psql takes."""
    url = make_url(settings.database_url).set(drivername="postgresql+asyncpg")
    if mode := url.query.get("sslmode"):
        url = url.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})
    engine = _engine(settings, url)
    try:
        yield engine
    finally:
        await engine.dispose()


def _engine(settings: DatabaseSettings, url: str | URL, **options: Any) -> AsyncEngine:
    secret = settings.database_secret
    password = {"password": SecretPassword(secret, settings)} if secret else {}
    return create_async_engine(url, hide_parameters=True, connect_args=password, **options)


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
