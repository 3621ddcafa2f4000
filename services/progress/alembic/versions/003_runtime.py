"""Schema `progress`: the runtime's inbox, outbox and parked events of this service."""

from alembic import op
from traclearn_worker.postgres.schema import create_tables, drop_tables

revision = "003"
down_revision = "002"

SCHEMA = "progress"


def upgrade() -> None:
    connection = op.get_bind()
    connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
    for statement in create_tables(SCHEMA):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {SCHEMA} TO progress")
    tables = f"ALL TABLES IN SCHEMA {SCHEMA}"
    connection.exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {tables} TO progress")
    connection.exec_driver_sql(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {SCHEMA} TO progress")


def downgrade() -> None:
    for statement in drop_tables(SCHEMA):
        op.get_bind().exec_driver_sql(statement)
    op.get_bind().exec_driver_sql(f"DROP SCHEMA {SCHEMA}")
