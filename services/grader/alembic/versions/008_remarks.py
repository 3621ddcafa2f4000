"""What a hint says, as codes beside its English words."""

from alembic import op

revision = "008"
down_revision = "007"


def upgrade() -> None:
    op.execute("ALTER TABLE grader.hints ADD COLUMN remarks jsonb NOT NULL DEFAULT '[]'")


def downgrade() -> None:
    op.execute("ALTER TABLE grader.hints DROP COLUMN remarks")
