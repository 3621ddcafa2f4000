"""A row of the feed carries the state after it."""

from pathlib import Path

from alembic import op
from progress.adapters.scripts import run_script

revision = "007"
down_revision = "006"

HERE = Path(__file__).parent


def upgrade() -> None:
    run_script(op.get_bind(), HERE / "007_state.sql")


def downgrade() -> None:
    run_script(op.get_bind(), HERE / "007_state_down.sql")
