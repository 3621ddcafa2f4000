"""Schema `learning`: what the projector writes and everybody else reads through it."""

from pathlib import Path

from alembic import op
from progress.adapters.scripts import run_script

revision = "002"
down_revision = "001"

HERE = Path(__file__).parent


def upgrade() -> None:
    run_script(op.get_bind(), HERE / "002_learning.sql")


def downgrade() -> None:
    run_script(op.get_bind(), HERE / "002_learning_down.sql")
