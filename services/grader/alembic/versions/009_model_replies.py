"""What language models said, whole: the ledger's rows name it by the provider's id."""

from alembic import op

revision = "009"
down_revision = "008"

SCHEMA = "grader"
ROLE = "grader"
TABLES = (
    f"""CREATE TABLE {SCHEMA}.model_replies (
        key uuid PRIMARY KEY,
        ticket integer NOT NULL,
        learner varchar(100) NOT NULL,
        attempt integer NOT NULL,
        call varchar(300) NOT NULL,
        reply_id varchar(200) NOT NULL,
        reply text NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now()
    )""",
    f"COMMENT ON COLUMN {SCHEMA}.model_replies.key IS 'the idempotency key of the call'",
    f"COMMENT ON COLUMN {SCHEMA}.model_replies.reply_id IS 'as the ledger has it; empty: the reply had none'",
    f"COMMENT ON COLUMN {SCHEMA}.model_replies.reply IS 'JSON; no jsonb, which holds no NUL'",
    f"CREATE INDEX model_replies_learner ON {SCHEMA}.model_replies (learner, ticket, attempt)",
    f"CREATE INDEX model_replies_ticket ON {SCHEMA}.model_replies (ticket, received_at)",
    f"CREATE INDEX model_replies_received ON {SCHEMA}.model_replies (received_at)",
)

FORGET = f"UPDATE {SCHEMA}.hints SET replies = '{{}}' WHERE state <> 'waiting' AND replies <> '{{}}'"
"""Hints that are there kept what their model said before; from now on it lies in the new table alone."""


def upgrade() -> None:
    for statement in (*TABLES, FORGET):
        op.execute(statement)
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {SCHEMA}.model_replies TO {ROLE}")


def downgrade() -> None:
    op.execute(f"DROP TABLE {SCHEMA}.model_replies")
