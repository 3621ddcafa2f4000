"""What the grader learns from: the answers that it graded, people's grades of them, and authors' rulings."""

from alembic import op

revision = "005"
down_revision = "004"

SCHEMA = "grader"
ROLE = "grader"
TABLES = (
    """CREATE TABLE grader.answers (
        ticket integer NOT NULL,
        learner varchar(100) NOT NULL,
        attempt integer NOT NULL,
        event_id uuid NOT NULL,
        answered_at timestamptz NOT NULL,
        answer text NOT NULL,
        vector bytea,
        vector_model varchar(100),
        similarity_group uuid NOT NULL,
        stored_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (ticket, learner, attempt)
    )""",
    "COMMENT ON COLUMN grader.answers.vector IS 'of the whole answer, by vector_model: float16, of length 1'",
    "CREATE INDEX answers_newest ON grader.answers (ticket, stored_at)",
    "CREATE INDEX answers_learner ON grader.answers (learner)",
    """CREATE TABLE grader.overrides (
        event_id uuid PRIMARY KEY,
        ticket integer NOT NULL,
        learner varchar(100) NOT NULL,
        attempt integer NOT NULL,
        revision integer,
        score double precision,
        verdicts jsonb,
        said_at timestamptz,
        rubric varchar(64),
        withdrawn boolean NOT NULL DEFAULT false
    )""",
    "COMMENT ON COLUMN grader.overrides.score IS 'null: it was withdrawn before it came'",
    "COMMENT ON COLUMN grader.overrides.rubric IS 'fingerprint of what was asked for when it was said'",
    "CREATE INDEX overrides_attempt ON grader.overrides (ticket, learner, attempt)",
    """CREATE TABLE grader.rulings (
        event_id uuid PRIMARY KEY,
        ticket integer NOT NULL,
        item varchar(40),
        words varchar(500),
        verdict varchar(10),
        said_at timestamptz,
        revoked boolean NOT NULL DEFAULT false
    )""",
    "COMMENT ON COLUMN grader.rulings.words IS 'null: it was revoked before it came'",
    "CREATE INDEX rulings_ticket ON grader.rulings (ticket)",
    """CREATE TABLE grader.appeals (
        ticket integer NOT NULL,
        learner varchar(100) NOT NULL,
        attempt integer NOT NULL,
        revision integer NOT NULL,
        event_id uuid NOT NULL,
        assessment jsonb NOT NULL,
        assessed_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (ticket, learner, attempt, revision)
    )""",
    "COMMENT ON COLUMN grader.appeals.revision IS 'of the grade: each is looked at once'",
    """ALTER TABLE grader.questions
        ADD COLUMN regrade_order uuid,
        ADD COLUMN regrades_ordered_at timestamptz""",
)
NAMES = ("answers", "overrides", "rulings", "appeals")


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
    tables = ", ".join(f"{SCHEMA}.{name}" for name in NAMES)
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {tables} TO {ROLE}")


def downgrade() -> None:
    op.execute("ALTER TABLE grader.questions DROP COLUMN regrade_order, DROP COLUMN regrades_ordered_at")
    for name in reversed(NAMES):
        op.execute(f"DROP TABLE {SCHEMA}.{name}")
