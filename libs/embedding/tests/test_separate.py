"""A process that embeds: it is another one, its end is survived, and it never outlives whom it serves."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fragile import Fragile, process_of
from traclearn_embedding import EmbedderCrashed, Separate

CALLER = """
from fragile import Fragile, process_of
from traclearn_embedding import Separate
import time

if __name__ == "__main__":
    print(process_of(Separate(Fragile(), Fragile)), flush=True)
    time.sleep(60)
"""


@pytest.fixture
def separate():
    return Separate(Fragile(), Fragile)


def test_it_embeds_elsewhere_and_counts_here(separate):
    rows = separate.embed(["a", "abc"])
    assert [row[0] for row in rows] == [1, 3]
    assert rows[0][1] == rows[1][1] == process_of(separate) != os.getpid()
    assert (separate.model_id, separate.dimension, separate.max_tokens) == ("fragile", 2, 9)
    assert separate.count(["abc"]) == [3]


def test_an_error_of_the_embedder_is_the_callers_and_ends_nothing(separate):
    before = process_of(separate)
    with pytest.raises(ValueError, match="no such text"):
        separate.embed(["fail"])
    assert process_of(separate) == before


def test_a_text_that_ends_the_process_is_told_and_the_next_one_goes_on(separate):
    before = process_of(separate)
    with pytest.raises(EmbedderCrashed):
        separate.embed(["crash"])
    assert process_of(separate) != before


def test_a_process_that_is_killed_between_two_calls_costs_one_of_them(separate):
    os.kill(process_of(separate), signal.SIGKILL)
    for _ in range(2):
        try:
            assert separate.embed(["abc"])[0][0] == 3
            return
        except EmbedderCrashed:
            continue
    pytest.fail("it did not come back")


def test_it_ends_when_the_caller_is_killed(tmp_path: Path):
    script = tmp_path / "caller.py"
    script.write_text(CALLER)
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    caller = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=here)
    assert caller.stdout is not None
    process = int(caller.stdout.readline())
    assert Path(f"/proc/{process}").exists()
    caller.kill()
    caller.wait()
    caller.stdout.close()
    deadline = time.monotonic() + 10
    while runs(process):
        assert time.monotonic() < deadline, "it goes on without its caller"
        time.sleep(0.05)


def runs(process: int) -> bool:
    """Neither gone nor a zombie that nobody waits for."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
