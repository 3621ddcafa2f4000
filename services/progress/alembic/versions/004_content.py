"""Documents of the material, and their place in the change feed."""

from pathlib import Path

from alembic import op
from progress.adapters.scripts import run_script

revision = "004"
down_revision = "003"

HERE = Path(__file__).parent


def upgrade() -> None:
    run_script(op.get_bind(), HERE / "004_content.sql")


def downgrade() -> None:
    run_script(op.get_bind(), HERE / "004_content_down.sql")
