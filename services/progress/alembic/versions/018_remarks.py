"""What a machine says of an answer or in a hint, as codes beside its English words."""

from pathlib import Path

from alembic import op
from progress.adapters.scripts import run_script

revision = "018"
down_revision = "017"

HERE = Path(__file__).parent


def upgrade() -> None:
    run_script(op.get_bind(), HERE / "018_remarks.sql")


def downgrade() -> None:
    run_script(op.get_bind(), HERE / "018_remarks_down.sql")
