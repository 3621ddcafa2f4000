"""Which reply of a language model a hint was made of, as the ledger has it of a grade."""

from alembic import op

revision = "019"
down_revision = "018"


def upgrade() -> None:
    op.execute("ALTER TABLE learning.hints ADD COLUMN reply_id varchar(200)")


def downgrade() -> None:
    op.execute("ALTER TABLE learning.hints DROP COLUMN reply_id")
