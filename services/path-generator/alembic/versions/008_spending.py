"""What a paid embedder of goals may spend in a month."""

from alembic import op

revision = "008"
down_revision = "007"

UPGRADE = (
    """CREATE TABLE path_generator.spending (
        month date NOT NULL,
        model text NOT NULL,
        tokens bigint NOT NULL,
        PRIMARY KEY (month, model)
    )""",
    "COMMENT ON TABLE path_generator.spending IS 'tokens that went to a paid embedder, by month (UTC)'",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON path_generator.spending TO path_generator",
)


def upgrade() -> None:
    for statement in UPGRADE:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    op.get_bind().exec_driver_sql("DROP TABLE path_generator.spending")
