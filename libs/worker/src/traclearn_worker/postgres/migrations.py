"""What a service's `alembic/env.py` does: all migrations of its own schema, or none.

Only Alembic calls this: its `context` works while it runs an `env.py`.
"""

import asyncio
import os

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

LOCK = text("SELECT pg_advisory_xact_lock(hashtext('traclearn migrations'), hashtext(:schema))")
"""Two migrations of a schema at once (two containers starting) go one after the other."""
SEE_ALL_ROWS = text("SELECT set_config('learning.scope', 'projector', true)")
"""Row security of `learning` binds the owner too: RDS has no superuser who could exempt it."""


def run(schema: str) -> None:
    """Migrates as the owner: `MIGRATION_DATABASE_URL`, postgresql+asyncpg://.

    The schema is made where it is missing and holds its own version table. Raises SystemExit without the URL.
    """
    url = os.environ.get("MIGRATION_DATABASE_URL")
    if not url:
        raise SystemExit("Set MIGRATION_DATABASE_URL to the owner's postgresql+asyncpg:// address.")
    asyncio.run(_migrate(url, schema))


async def _migrate(url: str, schema: str) -> None:
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(_in_one_transaction, schema)
    await engine.dispose()


def _in_one_transaction(connection: Connection, schema: str) -> None:
    with connection.begin():
        connection.execute(LOCK, {"schema": schema})
        connection.execute(SEE_ALL_ROWS)
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {schema}"))
        context.configure(connection=connection, version_table_schema=schema)
        with context.begin_transaction():
            context.run_migrations()
