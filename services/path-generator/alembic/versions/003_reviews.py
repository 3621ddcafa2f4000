"""What authors and learners say of questions that were made; a question's id, under which authors know it."""

from alembic import op

revision = "003"
down_revision = "002"

SCHEMA = "path_generator"
ROLE = "path_generator"
UP = (
    "ALTER TABLE path_generator.questions ADD COLUMN id uuid UNIQUE",
    "COMMENT ON COLUMN path_generator.questions.id IS 'follows from the key; null: authors do not know it'",
    """CREATE TABLE path_generator.reviews (
        question uuid PRIMARY KEY,
        decision varchar(20) NOT NULL,
        said_at timestamptz NOT NULL,
        event uuid NOT NULL,
        edited jsonb NOT NULL
    )""",
    "COMMENT ON TABLE path_generator.reviews IS 'the latest of each question, which may come before it'",
    """CREATE TABLE path_generator.disputes (
        ticket integer NOT NULL,
        learner varchar(100) NOT NULL,
        PRIMARY KEY (ticket, learner)
    )""",
    """CREATE TABLE path_generator.courses (
        subject varchar(100) PRIMARY KEY,
        generated_questions varchar(20) NOT NULL,
        said_at timestamptz NOT NULL,
        event uuid NOT NULL
    )""",
    "COMMENT ON TABLE path_generator.disputes IS 'whose question makes no sense to its learner'",
)
DOWN = (
    "DROP TABLE path_generator.reviews, path_generator.disputes, path_generator.courses",
    "ALTER TABLE path_generator.questions DROP COLUMN id",
)
OWN = ("reviews", "disputes", "courses")


def upgrade() -> None:
    run = op.get_bind().exec_driver_sql
    for statement in UP:
        run(statement)
    tables = ", ".join(f"{SCHEMA}.{name}" for name in OWN)
    run(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {tables} TO {ROLE}")


def downgrade() -> None:
    for statement in DOWN:
        op.get_bind().exec_driver_sql(statement)
