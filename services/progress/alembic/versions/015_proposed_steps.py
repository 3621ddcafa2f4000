"""Paths: steps that are proposed after grades, and those that were declined."""

from pathlib import Path

from alembic import op
from progress.adapters.scripts import run_script

revision = "015"
down_revision = "014"

HERE = Path(__file__).parent


def upgrade() -> None:
    run_script(op.get_bind(), HERE / "015_proposed_steps.sql")


def downgrade() -> None:
    run_script(op.get_bind(), HERE / "015_proposed_steps_down.sql")
