"""The ledger with provenance, words beside it, withdrawals, hints, and the attempt that counts."""

from pathlib import Path

from alembic import op
from progress.adapters.scripts import run_script

revision = "016"
down_revision = "015"

HERE = Path(__file__).parent


def upgrade() -> None:
    run_script(op.get_bind(), HERE / "016_ledger.sql")


def downgrade() -> None:
    run_script(op.get_bind(), HERE / "016_ledger_down.sql")
