"""Alembic calls this."""

from traclearn_worker import migrations

migrations.run("path_generator")
