"""How far each reader of the feed is, so that what all have read and a later row repeats can go."""

from pathlib import Path

from alembic import op
from progress.adapters.scripts import run_script

revision = "008"
down_revision = "007"

HERE = Path(__file__).parent


def upgrade() -> None:
    run_script(op.get_bind(), HERE / "008_readers.sql")


def downgrade() -> None:
    run_script(op.get_bind(), HERE / "008_readers_down.sql")
