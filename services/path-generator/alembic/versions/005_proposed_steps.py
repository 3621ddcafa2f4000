"""Steps that are proposed after a grade."""

from alembic import op

revision = "005"
down_revision = "004"


def upgrade() -> None:
    run = op.get_bind().exec_driver_sql
    run("ALTER TABLE path_generator.steps ADD COLUMN before uuid")
    run(
        "COMMENT ON COLUMN path_generator.steps.before IS 'of a step that was proposed after a grade: the "
        "graded step of the path; null: proposed with its path'"
    )


def downgrade() -> None:
    op.get_bind().exec_driver_sql("ALTER TABLE path_generator.steps DROP COLUMN before")
