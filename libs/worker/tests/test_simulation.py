"""The runtime under random faults, by seed: nothing is lost and nothing doubled."""

from pathlib import Path

import pytest
from traclearn_worker.testing.simulation import __main__ as command
from traclearn_worker.testing.simulation import simulate

KEPT = Path(__file__).with_name("seeds.txt")
"""Seeds that failed once. `make simulate` adds to them."""
TOGETHER = 25


def problems(seeds):
    return {seed: found for seed in seeds if (found := simulate(seed).problems)}


@pytest.mark.parametrize(
    "first", [0, *(pytest.param(first, marks=pytest.mark.slow) for first in range(TOGETHER, 100, TOGETHER))]
)
def test_whatever_the_seed_nothing_is_lost_and_nothing_doubled(first):
    assert problems(range(first, first + TOGETHER)) == {}


def test_seeds_that_failed_once_pass():
    assert problems(map(int, KEPT.read_text().split())) == {}


def test_the_same_seed_runs_the_same_way():
    first = simulate(3)
    assert len(first.trace) > 100
    assert first == simulate(3)
    assert first.trace != simulate(4).trace


def test_a_seed_that_fails_is_kept_once_and_shown(tmp_path, monkeypatch, capsys):
    kept = tmp_path / "seeds.txt"
    kept.write_text("")
    monkeypatch.setattr(command, "ProcessPoolExecutor", InProcess)
    monkeypatch.setattr(command, "failing", lambda seed: (seed, ["lost"] if seed == 7 else []))
    assert command.run(range(10), kept) == command.run(range(5, 10), kept) == 1
    assert kept.read_text() == "7\n"
    assert "make simulate SEED=7" in capsys.readouterr().out
    assert command.run(range(5), kept) == 0


class InProcess:
    """A pool without processes."""

    def __init__(self, _count): ...

    def __enter__(self):
        return self

    def __exit__(self, *_): ...

    def map(self, call, values, chunksize):
        return map(call, values)
