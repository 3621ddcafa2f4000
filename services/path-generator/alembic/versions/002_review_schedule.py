"""The counting grade of every attempt, not of the newest alone; and when each step is to be reviewed."""

from alembic import op

revision = "002"
down_revision = "001"

UPGRADE = (
    "ALTER TABLE path_generator.grades ADD COLUMN first_graded_at timestamptz",
    "UPDATE path_generator.grades SET first_graded_at = graded_at",
    """ALTER TABLE path_generator.grades
        ALTER COLUMN first_graded_at SET NOT NULL,
        DROP CONSTRAINT grades_pkey,
        ADD PRIMARY KEY (learner, ticket, attempt)""",
    "COMMENT ON TABLE path_generator.grades IS 'of each attempt the one grade that counts'",
    "COMMENT ON COLUMN path_generator.grades.first_graded_at IS 'of the attempt, whichever grade counts'",
    """CREATE TABLE path_generator.scheduled_reviews (
        learner varchar(100) NOT NULL,
        ticket integer NOT NULL,
        revision integer NOT NULL,
        attempt integer NOT NULL,
        reviews integer NOT NULL,
        reviewed_at timestamptz,
        due_at timestamptz,
        PRIMARY KEY (learner, ticket)
    )""",
    "COMMENT ON TABLE path_generator.scheduled_reviews IS 'as last said; follows from the grades'",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON path_generator.scheduled_reviews TO path_generator",
)
DOWNGRADE = (
    "DROP TABLE path_generator.scheduled_reviews",
    """DELETE FROM path_generator.grades g USING path_generator.grades newer
        WHERE newer.learner = g.learner AND newer.ticket = g.ticket AND newer.attempt > g.attempt""",
    """ALTER TABLE path_generator.grades
        DROP COLUMN first_graded_at,
        DROP CONSTRAINT grades_pkey,
        ADD PRIMARY KEY (learner, ticket)""",
    "COMMENT ON TABLE path_generator.grades IS 'the one grade of each ticket that counts'",
)


def upgrade() -> None:
    for statement in UPGRADE:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    for statement in DOWNGRADE:
        op.get_bind().exec_driver_sql(statement)
