"""Schema `indexer`: the runtime's tables, documents with their revisions, what was spent."""

from pathlib import Path

from alembic import op
from traclearn_worker.postgres.schema import create_tables, drop_tables

revision = "001"
down_revision = None

SCHEMA = "indexer"
ROLE = "indexer"
OWN = ("documents", "revisions", "subjects", "spending")


def upgrade() -> None:
    run = op.get_bind().exec_driver_sql
    for statement in create_tables(SCHEMA):
        run(statement)
    for statement in Path(__file__).with_name("001_indexer.sql").read_text().split(";\n"):
        if statement.strip():
            run(statement)
    run(f"GRANT USAGE ON SCHEMA {SCHEMA} TO {ROLE}")
    tables = ", ".join(f"{SCHEMA}.{name}" for name in ("inbox", "outbox", "parked", "causes", *OWN))
    run(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {tables} TO {ROLE}")
    run(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {SCHEMA} TO {ROLE}")


def downgrade() -> None:
    run = op.get_bind().exec_driver_sql
    for table in reversed(OWN):
        run(f"DROP TABLE {SCHEMA}.{table}")
    for statement in drop_tables(SCHEMA):
        run(statement)
