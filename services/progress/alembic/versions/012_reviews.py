"""Reviews of passed steps: when each is due, and their place in the change feed."""

from pathlib import Path

from alembic import op
from progress.adapters.scripts import run_script

revision = "012"
down_revision = "011"

HERE = Path(__file__).parent


def upgrade() -> None:
    run_script(op.get_bind(), HERE / "012_reviews.sql")


def downgrade() -> None:
    run_script(op.get_bind(), HERE / "012_reviews_down.sql")
