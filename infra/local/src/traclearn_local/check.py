"""`make check`: everything that needs no server, side by side, each shown when it ends.

Exit 1 when one fails, with its output. What is as it was when it was last green is not looked at again
(`unchanged`), but with `--all`, with `--slow`, or where CI is set. `--slow` goes through all of what is left
to `make test` otherwise: tests with the marker `slow`, all cases of hypothesis, all orders of the feed.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from traclearn_local.stack import ROOT, Stack
from traclearn_local.unchanged import REPOSITORY, Green

BIN = Path(sys.executable).parent
SHARES = (("contracts", "services"), ("libs",), ("infra", "tests", "benchmarks"))
"""Folders whose unit tests are run together, what takes longest first."""
UNIT = ("-q", "-m", "not stack and not e2e and not chaos")
FEW = ("-q", "-m", f"{UNIT[-1]} and not slow", "--hypothesis-profile=few")
AT_ONCE = (os.cpu_count() or 1) + 1
"""One more than there are processors: some tests wait for a clock."""
PACKAGES = ("libs", "services")
PLUGIN = ROOT / "trac"
WAITING = "test_server"


@dataclass(frozen=True)
class Step:
    """A command, and the rooms whose tests it runs or whose files it reads; none: it is always taken."""

    name: str
    command: tuple[str, ...]
    rooms: tuple[str, ...] = (REPOSITORY,)

    def over(self, rooms: list[str]) -> tuple[str, ...]:
        """pytest is given the rooms, all else knows its own."""
        return (*self.command, *rooms) if Path(self.command[0]).name == "pytest" else self.command


def _venv(program: str, *words: str) -> tuple[str, ...]:
    return (str(BIN / program), *words)


def plugin_tests(python: Path, slow: bool) -> list[Step]:
    """In three shares, of which the first one waits for most of its time."""
    settings = (f"PYTHONPATH={PLUGIN}", f"TRACLEARN_TESTS={'all' if slow else 'few'}")
    run = ("env", *settings, str(python), "-W", "ignore", "-m", "unittest")
    names = sorted(path.stem for path in (PLUGIN / "learning/tests").glob("test_*.py"))
    others = [name for name in names if name != WAITING]
    shares = {"server": [WAITING], "one half": others[::2], "other half": others[1::2]}
    return [
        Step(
            f"plugin tests (Python 2.7), {share}",
            (*run, *(f"learning.tests.{name}" for name in modules)),
            ("trac",),
        )
        for share, modules in shares.items()
    ]


def rooms(share: tuple[str, ...]) -> tuple[str, ...]:
    """Folders of a share that can change without each other: each package of libs and services."""
    return tuple(
        room.relative_to(ROOT).as_posix()
        for folder in share
        for room in (sorted((ROOT / folder).glob("*/")) if folder in PACKAGES else [ROOT / folder])
        if next(room.rglob("test_*.py"), None)
    )


def sources() -> list[Path]:
    """The folder `src` of each package of the workspace."""
    return sorted(ROOT.glob("*/src")) + sorted(ROOT.glob("*/*/src"))


def steps(stack: Stack, slow: bool) -> list[Step]:
    """What waits and what is slow first, so that the quick ones fill the gaps."""
    packages = [str(path.relative_to(ROOT)) for path in sources()]
    unit = UNIT if slow else FEW
    waiting, *halves = plugin_tests(stack.tool("trac", "python"), slow)
    return [
        waiting,
        *(
            Step(f"unit tests of {', '.join(share)}", _venv("pytest", *unit), rooms(share))
            for share in SHARES
        ),
        *halves,
        Step("types", _venv("mypy", *packages)),
        Step("lint", _venv("ruff", "check", ".")),
        Step("format", _venv("ruff", "format", "--check", ".")),
        Step("imports", _venv("lint-imports")),
        Step("images", _venv("hadolint", "services/Dockerfile", "trac/Dockerfile", "infra/local/Dockerfile")),
        Step("workflows", _venv("zizmor", "--offline", "--quiet", ".github/workflows")),
        Step("generated models", _venv("python", "-m", "traclearn_contracts.generation", "--check")),
        Step("published events", _venv("python", "-m", "traclearn_contracts.compatibility"), ()),
    ]


def run(step: Step, green: Green, everything: bool) -> bool:
    started = time.monotonic()
    found = green.digests(step.rooms, step.command)
    changed = list(found) if everything else green.changed(step.name, found)
    if step.rooms and not changed:
        print(f"ok     {step.name} (unchanged)", flush=True)
        return True
    green.forget(step.name, changed)
    done = subprocess.run(step.over(changed), cwd=ROOT, capture_output=True, text=True, check=False)
    took = time.monotonic() - started
    less = f", unchanged {', '.join(sorted({*found} - {*changed}))}" if len(changed) < len(found) else ""
    output = f"\n{done.stdout}{done.stderr}".rstrip() if done.returncode else ""
    print(f"{'FAILED' if done.returncode else 'ok    '} {step.name} ({took:.1f} s{less}){output}", flush=True)
    if not done.returncode:
        green.keep(step.name, {room: found[room] for room in green.untouched(changed)})
    return done.returncode == 0


def main() -> int:
    stack, slow = Stack.find(), "--slow" in sys.argv
    everything = slow or "--all" in sys.argv or bool(os.environ.get("CI"))
    green = Green(stack.tools)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = list(pool.map(lambda step: run(step, green, everything), steps(stack, slow)))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
