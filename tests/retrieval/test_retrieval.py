"""Search beats what it is made of, and knows of what it knows nothing: the bench's figures, guarded.

It comes early in `make test`: what other tests bring would lie in the same corpus.
"""

import json
import os
import subprocess
import sys

import pytest
from traclearn_local.stack import ROOT
from traclearn_local.stack_environment import shell_assignments

pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]


def test_questions_find_their_sections_and_off_topic_ones_nothing(stack, tmp_path):
    """A little below what docs/performance.md says."""
    given = tmp_path / "stack.env"
    given.write_text(shell_assignments(stack.env))
    subprocess.run(
        [sys.executable, "-m", "benchmarks.retrieval"],
        cwd=ROOT,
        env={**os.environ, "TRACLEARN_HOME": str(stack.home), "TRACLEARN_STACK_ENV": str(given)},
        check=True,
    )
    found = json.loads((ROOT / "build" / "bench" / "retrieval.json").read_text())
    held_out = found["held_out"]
    assert found["ratio"] >= 1.05
    assert held_out["ways"]["ours"]["hit@5"] >= 0.85
    assert held_out["on_topic_found"] >= 0.88
    assert held_out["off_topic_found"] == 0
