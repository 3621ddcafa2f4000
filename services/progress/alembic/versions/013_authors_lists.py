"""What authors see: goals that the material does not cover, and questions that the path generator made."""

from pathlib import Path

from alembic import op
from progress.adapters.scripts import run_script

revision = "013"
down_revision = "012"

HERE = Path(__file__).parent


def upgrade() -> None:
    run_script(op.get_bind(), HERE / "013_authors_lists.sql")


def downgrade() -> None:
    run_script(op.get_bind(), HERE / "013_authors_lists_down.sql")
