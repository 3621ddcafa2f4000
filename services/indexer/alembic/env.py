"""Alembic calls this."""

from traclearn_worker.postgres import migrations

migrations.run("indexer")
