"""Paths: what became of the material that their steps teach from."""

from pathlib import Path

from alembic import op
from progress.adapters.scripts import run_script

revision = "014"
down_revision = "013"

HERE = Path(__file__).parent


def upgrade() -> None:
    run_script(op.get_bind(), HERE / "014_path_material.sql")


def downgrade() -> None:
    run_script(op.get_bind(), HERE / "014_path_material_down.sql")
