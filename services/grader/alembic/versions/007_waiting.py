"""An appeal that is looked at just now, and the limits by which answers wait."""

from alembic import op

revision = "007"
down_revision = "006"


def upgrade() -> None:
    op.execute("ALTER TABLE grader.appeals ALTER COLUMN assessment DROP NOT NULL")
    op.execute("COMMENT ON COLUMN grader.appeals.assessment IS 'null: it is looked at for the event'")
    op.execute("ALTER TABLE grader.call_switch ADD COLUMN limits text")
    op.execute("COMMENT ON COLUMN grader.call_switch.limits IS 'of the process that started last'")


def downgrade() -> None:
    op.execute("ALTER TABLE grader.call_switch DROP COLUMN limits")
    op.execute("DELETE FROM grader.appeals WHERE assessment IS NULL")
    op.execute("ALTER TABLE grader.appeals ALTER COLUMN assessment SET NOT NULL")
