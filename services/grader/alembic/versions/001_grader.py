"""Schema `grader`: the runtime's tables, questions that may be answered, grades that were given."""

from alembic import op
from traclearn_worker.postgres.schema import create_tables, drop_tables

revision = "001"
down_revision = None

SCHEMA = "grader"
ROLE = "grader"
TABLES = (
    """CREATE TABLE grader.questions (
        ticket integer PRIMARY KEY,
        revision integer NOT NULL,
        learner varchar(100),
        content jsonb NOT NULL,
        published_at timestamptz NOT NULL DEFAULT now()
    )""",
    "COMMENT ON COLUMN grader.questions.learner IS 'the one learner who may answer; null: everyone'",
    """CREATE TABLE grader.grades (
        ticket integer NOT NULL,
        learner varchar(100) NOT NULL,
        attempt integer NOT NULL,
        revision integer NOT NULL,
        event_id uuid NOT NULL,
        question_revision integer NOT NULL,
        score double precision NOT NULL,
        confidence double precision NOT NULL,
        needs_review boolean NOT NULL,
        grader varchar(100) NOT NULL,
        grade jsonb NOT NULL,
        graded_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (ticket, learner, attempt, revision)
    )""",
    "COMMENT ON COLUMN grader.grades.event_id IS 'of the answer that was graded'",
)


def upgrade() -> None:
    run = op.get_bind().exec_driver_sql
    for statement in (*create_tables(SCHEMA), *TABLES):
        run(statement)
    run(f"GRANT USAGE ON SCHEMA {SCHEMA} TO {ROLE}")
    tables = ", ".join(
        f"{SCHEMA}.{name}" for name in ("inbox", "outbox", "parked", "causes", "questions", "grades")
    )
    run(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {tables} TO {ROLE}")
    run(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {SCHEMA} TO {ROLE}")


def downgrade() -> None:
    run = op.get_bind().exec_driver_sql
    for table in ("grades", "questions"):
        run(f"DROP TABLE {SCHEMA}.{table}")
    for statement in drop_tables(SCHEMA):
        run(statement)
