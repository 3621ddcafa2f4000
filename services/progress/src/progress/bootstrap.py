"""The object graph of the service: built from its settings here, and with other parts in tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from traclearn_identity import Guard, Keys, Verifier, over_http

from progress.adapters.cache import Cache, connect
from progress.adapters.news import News
from progress.adapters.reader import Reader
from progress.adapters.store import SqlStore
from progress.handlers.store import Store
from progress.handlers.sweeper import Sweeper, Transactions
from progress.settings import Settings


@dataclass(frozen=True, slots=True)
class Parts:
    """What the entrypoints put together."""

    engine: AsyncEngine
    sweeper: Sweeper
    reader: Reader
    news: News
    cache: Cache
    guard: Guard


def bootstrap(settings: Settings) -> Parts:
    """Connects to nothing: engine, Redis client and keys do so with their first use."""
    engine = create_async_engine(settings.database_url, pool_pre_ping=True, pool_size=settings.permits + 6)
    redis = connect(settings.redis_url, cluster=settings.redis_cluster) if settings.redis_url else None
    verifier = Verifier(
        issuer=settings.cognito_issuer,
        client_id=settings.cognito_client_id,
        machine_client_id=settings.cognito_machine_client_id,
        keys=Keys(over_http(settings.cognito_jwks_url)),
    )
    delayed_after = timedelta(seconds=settings.delayed_after)
    return Parts(
        engine=engine,
        sweeper=Sweeper(transactions(engine), delayed_after, counted=report),
        reader=Reader(engine),
        news=News(engine),
        cache=Cache(redis),
        guard=Guard(verifier),
    )


def transactions(engine: AsyncEngine) -> Transactions:
    """Short transactions of the sweeper."""

    @asynccontextmanager
    async def begin() -> AsyncIterator[Store]:
        async with engine.begin() as connection:
            yield SqlStore(connection)

    return begin


def report(delayed: int) -> None:
    """Tells staff (an alarm counts these lines) that answers wait too long."""
    if delayed:
        structlog.get_logger().warning("answers delayed", count=delayed)
