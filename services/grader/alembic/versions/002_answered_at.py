"""When the answer came that was graded: of two under one attempt the earliest stands."""

from alembic import op

revision = "002"
down_revision = "001"


def upgrade() -> None:
    """What was graded before keeps its attempt: null is earlier than any answer."""
    op.execute("ALTER TABLE grader.grades ADD COLUMN answered_at timestamptz")


def downgrade() -> None:
    op.execute("ALTER TABLE grader.grades DROP COLUMN answered_at")
