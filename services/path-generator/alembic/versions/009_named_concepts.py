"""The concepts that a ticket's question names: who passes it has mastered them."""

from alembic import op

revision = "009"
down_revision = "008"

UPGRADE = (
    """CREATE TABLE path_generator.named_concepts (
        ticket integer PRIMARY KEY,
        course varchar(100),
        concepts text[] NOT NULL,
        revision integer NOT NULL,
        at timestamptz NOT NULL
    )""",
    """COMMENT ON TABLE path_generator.named_concepts IS
        'of each question the greatest revision; one from before names nothing until it is edited'""",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON path_generator.named_concepts TO path_generator",
)


def upgrade() -> None:
    for statement in UPGRADE:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    op.get_bind().exec_driver_sql("DROP TABLE path_generator.named_concepts")
