"""Steps know which passage they teach, so that one that leaves the material retires them."""

from alembic import op

revision = "004"
down_revision = "003"

UPGRADE = (
    "ALTER TABLE path_generator.paths ADD COLUMN material_version integer NOT NULL DEFAULT 0",
    """ALTER TABLE path_generator.steps
        ADD COLUMN document uuid,
        ADD COLUMN chunk varchar(100),
        ADD COLUMN content varchar(64),
        ADD COLUMN retired boolean NOT NULL DEFAULT false,
        ADD COLUMN moved jsonb""",
    "COMMENT ON COLUMN path_generator.steps.content IS 'SHA-256 of the passage; null: the chunk is followed'",
    "COMMENT ON COLUMN path_generator.steps.moved IS 'where the passage stands, if elsewhere than proposed'",
    "CREATE INDEX steps_document ON path_generator.steps (document)",
    "CREATE INDEX steps_retired ON path_generator.steps (path) WHERE retired",
    """UPDATE path_generator.steps s
        SET document = (told.step #>> '{source,document}')::uuid, chunk = told.step #>> '{source,chunk}'
        FROM path_generator.paths p,
             jsonb_array_elements(p.outcome #> '{data,steps}') AS told(step)
        WHERE p.path = s.path AND p.outcome ->> 'detail_type' = 'PathGenerated.v1'
          AND (told.step ->> 'step')::uuid = s.step""",
)
DOWNGRADE = (
    """ALTER TABLE path_generator.steps
        DROP COLUMN document, DROP COLUMN chunk, DROP COLUMN content,
        DROP COLUMN retired, DROP COLUMN moved""",
    "ALTER TABLE path_generator.paths DROP COLUMN material_version",
)


def upgrade() -> None:
    for statement in UPGRADE:
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    for statement in DOWNGRADE:
        op.get_bind().exec_driver_sql(statement)
