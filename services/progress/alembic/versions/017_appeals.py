"""Appeals, rulings, and what the authors' desk reads."""

from pathlib import Path

from alembic import op
from progress.adapters.scripts import run_script

revision = "017"
down_revision = "016"

HERE = Path(__file__).parent


def upgrade() -> None:
    run_script(op.get_bind(), HERE / "017_appeals.sql")


def downgrade() -> None:
    run_script(op.get_bind(), HERE / "017_appeals_down.sql")
