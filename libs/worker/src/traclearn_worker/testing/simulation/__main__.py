"""`make simulate`: many seeds on all cores, or one with its trace. A seed that fails is kept and shown."""

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from traclearn_worker.testing.simulation import Outcome, simulate

CHUNK = 20
"""Seeds that a process takes at a time."""


def failing(seed: int) -> tuple[int, list[str]]:
    """A seed with its problems: a trace is only wanted of one that is replayed."""
    return seed, simulate(seed).problems


def run(seeds: range, kept: Path) -> int:
    """Exit code 1 when one fails. `kept`: a file of seeds, one a line, that unit tests run ever after."""
    failed = 0
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for number, (seed, problems) in enumerate(pool.map(failing, seeds, chunksize=CHUNK), start=1):
            if problems:
                failed += 1
                keep(seed, kept)
                print(f"\rseed {seed}: {'; '.join(problems)}\n  make simulate SEED={seed}", flush=True)
            if sys.stderr.isatty():
                bar = "#" * (40 * number // len(seeds))
                print(f"\r[{bar:40}] {number}/{len(seeds)}", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(f"{len(seeds)} seeds, {failed} failed")
    return 1 if failed else 0


def keep(seed: int, kept: Path) -> None:
    if str(seed) not in kept.read_text().split():
        with kept.open("a") as file:
            file.write(f"{seed}\n")


def replay(outcome: Outcome) -> int:
    print(*outcome.trace, *outcome.problems, sep="\n")
    print(f"seed {outcome.seed}: {'failed' if outcome.problems else 'nothing lost, nothing doubled'}")
    return 1 if outcome.problems else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="make simulate", description=__doc__)
    parser.add_argument("--seeds", type=int, default=10_000, help="how many")
    parser.add_argument("--first", type=int, default=0, help="the first of them")
    parser.add_argument("--seed", type=int, help="this one alone, with its trace")
    parser.add_argument("--keep", type=Path, required=True, help="the file that keeps those that fail")
    given = parser.parse_args()
    if given.seed is not None:
        return replay(simulate(given.seed))
    return run(range(given.first, given.first + given.seeds), given.keep)


if __name__ == "__main__":
    sys.exit(main())
