"""Which reply of a language model a hint was made of, by the provider's id."""

from alembic import op

revision = "010"
down_revision = "009"


def upgrade() -> None:
    op.execute("ALTER TABLE grader.hints ADD COLUMN reply_id varchar(200)")
    op.execute("COMMENT ON COLUMN grader.hints.reply_id IS 'as grader.model_replies has it'")


def downgrade() -> None:
    op.execute("ALTER TABLE grader.hints DROP COLUMN reply_id")
