"""Every grade of an attempt, and what was withdrawn of them: what counted before may count again."""

from alembic import op

revision = "006"
down_revision = "005"

UPGRADE = (
    """CREATE TABLE path_generator.attempt_grades (
        grade uuid PRIMARY KEY,
        learner varchar(100) NOT NULL,
        ticket integer NOT NULL,
        attempt integer NOT NULL,
        person boolean NOT NULL,
        revision integer NOT NULL,
        graded_at timestamptz NOT NULL,
        first_graded_at timestamptz NOT NULL,
        score double precision NOT NULL,
        event_id uuid,
        against uuid
    )""",
    "CREATE INDEX attempt_grades_ticket ON path_generator.attempt_grades (learner, ticket)",
    "COMMENT ON COLUMN path_generator.attempt_grades.event_id IS 'null: from before this table'",
    """INSERT INTO path_generator.attempt_grades
        (grade, learner, ticket, attempt, person, revision, graded_at, first_graded_at, score)
        SELECT grade, learner, ticket, attempt, person, revision, graded_at, first_graded_at, score
        FROM path_generator.grades""",
    "COMMENT ON TABLE path_generator.grades IS 'of each attempt the one grade that counts; follows from all'",
    """CREATE TABLE path_generator.withdrawals (
        event_id uuid PRIMARY KEY,
        learner varchar(100) NOT NULL,
        ticket integer NOT NULL,
        override uuid NOT NULL,
        at timestamptz NOT NULL
    )""",
    "CREATE INDEX withdrawals_ticket ON path_generator.withdrawals (learner, ticket)",
    "COMMENT ON COLUMN path_generator.withdrawals.override IS 'the event of the grade; it may come later'",
    """GRANT SELECT, INSERT, UPDATE, DELETE ON path_generator.attempt_grades, path_generator.withdrawals
        TO path_generator""",
)
DOWNGRADE = (
    "DROP TABLE path_generator.attempt_grades, path_generator.withdrawals",
    "COMMENT ON TABLE path_generator.grades IS 'of each attempt the one grade that counts'",
)


def upgrade() -> None:
    for statement in UPGRADE:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    for statement in DOWNGRADE:
        op.get_bind().exec_driver_sql(statement)
