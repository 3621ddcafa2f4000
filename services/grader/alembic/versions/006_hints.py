"""Hints and explanations that were asked for, and when each learner asked."""

from alembic import op

revision = "006"
down_revision = "005"

SCHEMA = "grader"
ROLE = "grader"
TABLES = (
    """CREATE TABLE grader.hints (
        id uuid PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('hint', 'explanation')),
        learner varchar(100) NOT NULL,
        ticket integer NOT NULL,
        attempt integer NOT NULL,
        question_revision integer NOT NULL,
        step smallint NOT NULL,
        draft text NOT NULL,
        draft_key uuid,
        item varchar(40),
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'ready', 'failed')),
        text text NOT NULL DEFAULT '',
        sources jsonb NOT NULL,
        deduction double precision NOT NULL,
        grader varchar(100),
        provenance jsonb,
        replies jsonb NOT NULL DEFAULT '{}',
        lease_token uuid,
        lease_until timestamptz,
        asked_at timestamptz NOT NULL DEFAULT now(),
        ready_at timestamptz
    )""",
    "COMMENT ON COLUMN grader.hints.draft IS 'empty once the hint is there'",
    "CREATE INDEX hints_learner ON grader.hints (learner, ticket)",
    "CREATE INDEX hints_draft ON grader.hints (draft_key)",
    """CREATE TABLE grader.hint_requests (
        learner varchar(100) PRIMARY KEY,
        requested_at timestamptz[] NOT NULL,
        newest_at timestamptz NOT NULL
    )""",
    "COMMENT ON COLUMN grader.hint_requests.requested_at IS 'those of the last minute that were let through'",
    "CREATE INDEX hint_requests_newest ON grader.hint_requests (newest_at)",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {SCHEMA}.hints, {SCHEMA}.hint_requests TO {ROLE}")


def downgrade() -> None:
    for table in ("hint_requests", "hints"):
        op.execute(f"DROP TABLE {SCHEMA}.{table}")
