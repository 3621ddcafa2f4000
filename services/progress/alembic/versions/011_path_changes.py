"""Paths: that they are called otherwise, or given up. Answers: how long they took."""

from pathlib import Path

from alembic import op
from progress.adapters.scripts import run_script

revision = "011"
down_revision = "010"

HERE = Path(__file__).parent


def upgrade() -> None:
    run_script(op.get_bind(), HERE / "011_path_changes.sql")


def downgrade() -> None:
    run_script(op.get_bind(), HERE / "011_path_changes_down.sql")
