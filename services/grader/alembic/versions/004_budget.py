"""Courses as authors have them graded, the switch of calls outside, and what those calls may and do cost."""

from alembic import op

revision = "004"
down_revision = "003"

SCHEMA = "grader"
ROLE = "grader"
TABLES = (
    f"""CREATE TABLE {SCHEMA}.courses (
        subject varchar(100) PRIMARY KEY,
        language_models varchar(10) NOT NULL,
        graded_examples varchar(10) NOT NULL,
        daily_budget_usd numeric(14, 8),
        said_at timestamptz NOT NULL,
        event uuid NOT NULL
    )""",
    f"COMMENT ON TABLE {SCHEMA}.courses IS 'of several CourseChanged.v1 of one subject the latest'",
    f"ALTER TABLE {SCHEMA}.questions ADD COLUMN course varchar(100)",
    f"""CREATE TABLE {SCHEMA}.call_switch (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        allowed boolean NOT NULL,
        said_by varchar(100),
        said_at timestamptz,
        reason varchar(500) NOT NULL DEFAULT ''
    )""",
    f"COMMENT ON TABLE {SCHEMA}.call_switch IS 'whether language models are asked; one row'",
    f"INSERT INTO {SCHEMA}.call_switch (allowed) VALUES (true)",
    f"""CREATE TABLE {SCHEMA}.paid_calls (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        key uuid NOT NULL,
        day date NOT NULL,
        learner varchar(100) NOT NULL,
        ticket integer NOT NULL,
        course varchar(100),
        model varchar(200) NOT NULL,
        worst_usd numeric(14, 8) NOT NULL,
        cost_usd numeric(14, 8),
        reserved_at timestamptz NOT NULL DEFAULT now(),
        settled_at timestamptz
    )""",
    f"COMMENT ON COLUMN {SCHEMA}.paid_calls.key IS 'the idempotency key of the call'",
    f"COMMENT ON COLUMN {SCHEMA}.paid_calls.cost_usd IS 'null: under way, and reserved at its worst case'",
    f"CREATE INDEX paid_calls_key ON {SCHEMA}.paid_calls (key)",
    f"CREATE INDEX paid_calls_day ON {SCHEMA}.paid_calls (day)",
    f"""CREATE TABLE {SCHEMA}.budgets (
        day date NOT NULL,
        scope varchar(10) NOT NULL CHECK (scope IN ('all', 'course', 'learner', 'question')),
        name varchar(100) NOT NULL,
        committed_usd numeric(14, 8) NOT NULL,
        PRIMARY KEY (day, scope, name)
    )""",
    f"COMMENT ON COLUMN {SCHEMA}.budgets.committed_usd IS 'costs, and worst cases of what is not settled'",
)


def upgrade() -> None:
    run = op.get_bind().exec_driver_sql
    for statement in TABLES:
        run(statement)
    tables = ", ".join(f"{SCHEMA}.{name}" for name in ("courses", "call_switch", "paid_calls", "budgets"))
    run(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {tables} TO {ROLE}")
    run(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {SCHEMA} TO {ROLE}")


def downgrade() -> None:
    run = op.get_bind().exec_driver_sql
    for table in ("budgets", "paid_calls", "call_switch", "courses"):
        run(f"DROP TABLE {SCHEMA}.{table}")
    run(f"ALTER TABLE {SCHEMA}.questions DROP COLUMN course")
