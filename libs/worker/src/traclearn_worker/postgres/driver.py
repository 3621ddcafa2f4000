"""The driver's own connection beneath SQLAlchemy's.

The runtime's statements never change, so they need nothing of what SQLAlchemy does anew for each: asyncpg
prepares them once a connection, and one that stands alone is a transaction by itself, in one round trip.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, cast

from sqlalchemy.ext.asyncio import AsyncConnection


class Driver(Protocol):
    """What the runtime uses of an asyncpg connection. Parameters are $1, $2, …"""

    async def fetch(self, query: str, *args: Any) -> Sequence[Mapping[str, Any]]: ...

    async def fetchrow(self, query: str, *args: Any) -> Mapping[str, Any] | None: ...

    async def fetchval(self, query: str, *args: Any) -> Any: ...

    def transaction(self) -> AbstractAsyncContextManager[None]: ...

    def is_closed(self) -> bool: ...


def driver(connection: AsyncConnection) -> Driver:
    """What is executed on it belongs to the transaction that SQLAlchemy has open, if it has begun one."""
    if connection.sync_connection is None:
        raise ConnectionError("the connection to the database is closed")
    return cast(Driver, connection.sync_connection.connection.driver_connection)
