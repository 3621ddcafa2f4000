"""Paths: what is known of each, and their place in the change feed."""

from pathlib import Path

from alembic import op
from progress.adapters.scripts import run_script

revision = "010"
down_revision = "009"

HERE = Path(__file__).parent


def upgrade() -> None:
    run_script(op.get_bind(), HERE / "010_paths.sql")


def downgrade() -> None:
    run_script(op.get_bind(), HERE / "010_paths_down.sql")
