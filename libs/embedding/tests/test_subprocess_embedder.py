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
from fragile import Fragile, StartFails, process_of
from traclearn_embedding import EmbedderCrashed, SubprocessEmbedder
from traclearn_hosted import ModelDown

CALLER = """
from fragile import Fragile, process_of
from traclearn_embedding import SubprocessEmbedder
import time

if __name__ == "__main__":
    print(process_of(SubprocessEmbedder(Fragile(), Fragile)), flush=True)
    time.sleep(60)
"""


@pytest.fixture
def embedder():
    with closing(SubprocessEmbedder(Fragile(), Fragile)) as embedder:
        yield embedder


def test_subprocess_embeds_and_the_caller_counts(embedder):
    rows = embedder.embed(["a", "abc"])
    assert [row[0] for row in rows] == [1, 3]
    assert rows[0][1] == rows[1][1] == process_of(embedder) != os.getpid()
    assert (embedder.model_id, embedder.dimension, embedder.max_tokens) == ("fragile", 2, 9)
    assert embedder.count(["abc"]) == [3]


def test_an_error_of_the_embedder_is_the_callers_and_ends_nothing(embedder):
    before = process_of(embedder)
    with pytest.raises(ValueError, match="no such text"):
        embedder.embed(["fail"])
    assert process_of(embedder) == before


def test_a_text_that_ends_the_process_is_told_and_the_next_one_goes_on(embedder):
    before = process_of(embedder)
    with pytest.raises(EmbedderCrashed):
        embedder.embed(["crash"])
    assert process_of(embedder) != before


def test_a_process_that_is_killed_between_two_calls_costs_nothing(embedder):
    before = process_of(embedder)
    os.kill(before, signal.SIGKILL)
    os.waitid(os.P_PID, before, os.WEXITED | os.WNOWAIT)
    assert embedder.embed(["abc"])[0][0] == 3


def test_subprocess_that_hangs_or_is_stopped_is_an_outage_and_is_replaced():
    with closing(SubprocessEmbedder(Fragile(), Fragile, seconds=0.5)) as embedder:
        with pytest.raises(ModelDown):
            embedder.embed(["hang"])
        before = process_of(embedder)
        os.kill(before, signal.SIGSTOP)
        with pytest.raises(ModelDown):
            embedder.embed(["abc"] * 100_000)  # more than fits between the two
        assert process_of(embedder) != before


def test_closing_ends_the_process_and_a_call_that_is_under_way(embedder):
    process = process_of(embedder)
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(embedder.embed, ["hang"])
        time.sleep(0.3)
        embedder.close()
        with pytest.raises(EmbedderCrashed):
            call.result(timeout=5)
    assert not runs(process)


def test_subprocess_that_never_starts_is_an_outage_not_the_texts_fault():
    with pytest.raises(ModelDown, match="can be started"):
        SubprocessEmbedder(Fragile(), StartFails).embed(["abc"])


def test_several_threads_share_one_subprocess(embedder):
    with ThreadPoolExecutor(8) as pool:
        rows = list(pool.map(lambda size: embedder.embed(["x" * size])[0], range(1, 40)))
    assert [row[0] for row in rows] == list(range(1, 40))
    assert len({row[1] for row in rows}) == 1


def test_signal_to_the_process_group_leaves_the_subprocess_running(embedder):
    process = process_of(embedder)
    os.kill(process, signal.SIGTERM)
    assert process_of(embedder) == process


def test_subprocess_ends_when_its_caller_is_killed(tmp_path: Path):
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
