"""Schema `path_generator`: the runtime's tables, paths with their steps, questions, tickets and grades."""

from alembic import op
from traclearn_worker.postgres.schema import create_tables, drop_tables

revision = "001"
down_revision = None

SCHEMA = "path_generator"
ROLE = "path_generator"
TABLES = (
    """CREATE TABLE path_generator.paths (
        path uuid PRIMARY KEY,
        learner varchar(100) NOT NULL,
        requested_at timestamptz NOT NULL,
        retry_at timestamptz,
        subject text,
        outcome jsonb,
        settled_at timestamptz
    )""",
    "COMMENT ON COLUMN path_generator.paths.path IS 'event_id of the request'",
    "COMMENT ON COLUMN path_generator.paths.retry_at IS 'when to ask again, of one request too many'",
    "COMMENT ON COLUMN path_generator.paths.outcome IS 'what was said in the end: detail_type and data'",
    "CREATE INDEX paths_requested ON path_generator.paths (learner, requested_at) WHERE retry_at IS NULL",
    """CREATE TABLE path_generator.steps (
        path uuid NOT NULL REFERENCES path_generator.paths ON DELETE CASCADE,
        step uuid NOT NULL,
        n integer NOT NULL,
        concept varchar(300) NOT NULL,
        difficulty integer NOT NULL,
        question jsonb NOT NULL,
        sources jsonb NOT NULL,
        PRIMARY KEY (path, step)
    )""",
    "COMMENT ON COLUMN path_generator.steps.question IS 'with reference and rubric: secret'",
    """CREATE TABLE path_generator.questions (
        content varchar(64) NOT NULL,
        concept varchar(300) NOT NULL,
        difficulty integer NOT NULL,
        digest varchar(64) NOT NULL,
        question jsonb NOT NULL,
        made_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (content, concept, difficulty, digest)
    )""",
    "COMMENT ON TABLE path_generator.questions IS 'made once for a passage; content, digest: SHA-256'",
    """CREATE TABLE path_generator.tickets (
        ticket integer NOT NULL,
        path uuid NOT NULL,
        step uuid NOT NULL,
        learner varchar(100) NOT NULL,
        PRIMARY KEY (ticket, path, step),
        FOREIGN KEY (path, step) REFERENCES path_generator.steps ON DELETE CASCADE
    )""",
    "CREATE INDEX tickets_learner ON path_generator.tickets (learner)",
    """CREATE TABLE path_generator.published (
        ticket integer PRIMARY KEY,
        learner varchar(100) NOT NULL,
        revision integer NOT NULL,
        digest varchar(64) NOT NULL
    )""",
    """CREATE TABLE path_generator.grades (
        learner varchar(100) NOT NULL,
        ticket integer NOT NULL,
        attempt integer NOT NULL,
        person boolean NOT NULL,
        revision integer NOT NULL,
        graded_at timestamptz NOT NULL,
        grade uuid NOT NULL,
        score double precision NOT NULL,
        PRIMARY KEY (learner, ticket)
    )""",
    "COMMENT ON TABLE path_generator.grades IS 'the one grade of each ticket that counts'",
)
OWN = ("paths", "steps", "questions", "tickets", "published", "grades")


def upgrade() -> None:
    run = op.get_bind().exec_driver_sql
    for statement in (*create_tables(SCHEMA), *TABLES):
        run(statement)
    run(f"GRANT USAGE ON SCHEMA {SCHEMA} TO {ROLE}")
    tables = ", ".join(f"{SCHEMA}.{name}" for name in ("inbox", "outbox", "parked", "causes", *OWN))
    run(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {tables} TO {ROLE}")
    run(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {SCHEMA} TO {ROLE}")


def downgrade() -> None:
    run = op.get_bind().exec_driver_sql
    for table in reversed(OWN):
        run(f"DROP TABLE {SCHEMA}.{table}")
    for statement in drop_tables(SCHEMA):
        run(statement)
