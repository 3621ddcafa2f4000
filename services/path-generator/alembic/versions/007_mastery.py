"""Hints and which attempt counts: the score that speaks for what a learner knows is the one that counts."""

from alembic import op

revision = "007"
down_revision = "006"

UPGRADE = (
    """CREATE TABLE path_generator.hints (
        learner varchar(100) NOT NULL,
        ticket integer NOT NULL,
        id uuid NOT NULL,
        attempt integer NOT NULL,
        deduction double precision NOT NULL,
        at timestamptz NOT NULL,
        event_id uuid NOT NULL,
        PRIMARY KEY (learner, ticket, id)
    )""",
    """CREATE TABLE path_generator.counting_rules (
        ticket integer PRIMARY KEY,
        counting varchar(10) NOT NULL,
        revision integer NOT NULL,
        at timestamptz NOT NULL
    )""",
    "COMMENT ON TABLE path_generator.counting_rules IS 'of other tickets the best attempt counts'",
    """GRANT SELECT, INSERT, UPDATE, DELETE ON path_generator.hints, path_generator.counting_rules
        TO path_generator""",
)


def upgrade() -> None:
    for statement in UPGRADE:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    op.get_bind().exec_driver_sql("DROP TABLE path_generator.hints, path_generator.counting_rules")
