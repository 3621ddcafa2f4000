"""Indexes by which old rows of the inbox and of causes are found, and pruned."""

from alembic import op
from traclearn_worker.postgres.schema import index_age

revision = "009"
down_revision = "008"

SCHEMA = "progress"


def upgrade() -> None:
    for statement in index_age(SCHEMA):
        op.execute(statement)


def downgrade() -> None:
    """They harm nobody, and go with their tables."""
