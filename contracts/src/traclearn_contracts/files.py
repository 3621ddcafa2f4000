"""Where the language-neutral contract lies: in the source tree, or where `TRACLEARN_CONTRACTS` says."""

import os
from pathlib import Path

CONTRACTS = Path(os.environ.get("TRACLEARN_CONTRACTS") or Path(__file__).parents[2])
