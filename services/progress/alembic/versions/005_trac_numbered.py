"""Answers that came by API before Trac alone could number them."""

from pathlib import Path

from alembic import op
from progress.adapters.scripts import run_script

revision = "005"
down_revision = "004"

HERE = Path(__file__).parent


def upgrade() -> None:
    run_script(op.get_bind(), HERE / "005_trac_numbered.sql")


def downgrade() -> None:
    op.execute("ALTER TABLE learning.attempts DROP COLUMN minted")
