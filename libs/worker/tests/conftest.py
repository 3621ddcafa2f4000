"""Makes `worker_scenes` importable: the scenes are shared by the tests in memory and over HTTP."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
pytest.register_assert_rewrite("worker_scenes")
