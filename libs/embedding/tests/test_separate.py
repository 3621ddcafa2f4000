"""A process that embeds: it is another one, its end is survived, and it never outlives whom it serves."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from fragile import Fragile, Stillborn, process_of
from traclearn_embedding import EmbedderCrashed, Separate
from traclearn_hosted import ModelDown

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
    with closing(Separate(Fragile(), Fragile)) as separate:
        yield separate


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


def test_a_process_that_is_killed_between_two_calls_costs_nothing(separate):
    before = process_of(separate)
    os.kill(before, signal.SIGKILL)
    os.waitid(os.P_PID, before, os.WEXITED | os.WNOWAIT)
    assert separate.embed(["abc"])[0][0] == 3


def test_one_that_hangs_or_is_stopped_is_an_outage_and_is_replaced():
    with closing(Separate(Fragile(), Fragile, seconds=0.5)) as separate:
        with pytest.raises(ModelDown):
            separate.embed(["hang"])
        before = process_of(separate)
        os.kill(before, signal.SIGSTOP)
        with pytest.raises(ModelDown):
            separate.embed(["abc"] * 100_000)  # more than fits between the two
        assert process_of(separate) != before


def test_closing_ends_the_process_and_a_call_that_is_under_way(separate):
    process = process_of(separate)
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(separate.embed, ["hang"])
        time.sleep(0.3)
        separate.close()
        with pytest.raises(EmbedderCrashed):
            call.result(timeout=5)
    assert not runs(process)


def test_one_that_never_starts_is_an_outage_not_the_texts_fault():
    with pytest.raises(ModelDown, match="can be started"):
        Separate(Fragile(), Stillborn).embed(["abc"])


def test_several_threads_share_it(separate):
    with ThreadPoolExecutor(8) as pool:
        rows = list(pool.map(lambda size: separate.embed(["x" * size])[0], range(1, 40)))
    assert [row[0] for row in rows] == list(range(1, 40))
    assert len({row[1] for row in rows}) == 1


def test_a_signal_to_the_whole_group_leaves_it_to_its_caller(separate):
    process = process_of(separate)
    os.kill(process, signal.SIGTERM)
    assert process_of(separate) == process


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
    until(lambda: not runs(process))


def until(true):
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def runs(process: int) -> bool:
    """Neither gone nor a zombie that nobody waits for."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
