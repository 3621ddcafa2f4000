"""What authors decide of edges and names of concepts: the graph can be lost and made anew, this can not."""

from pathlib import Path

from alembic import op

revision = "003"
down_revision = "002"

TABLES = ("edge_decisions", "name_decisions")


def upgrade() -> None:
    run = op.get_bind().exec_driver_sql
    for statement in Path(__file__).with_name("003_decisions.sql").read_text().split(";\n"):
        if statement.strip():
            run(statement)
    for table in TABLES:
        run(f"GRANT SELECT, INSERT ON indexer.{table} TO indexer")


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"DROP TABLE indexer.{table}")
