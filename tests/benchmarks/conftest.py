"""Makes `benchmarks` importable, which is no package of the workspace."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2]))
