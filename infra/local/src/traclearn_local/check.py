"""`make check`: everything that needs no server, side by side, each shown when it ends.

Exit 1 when one fails, with its output. `--slow` goes through all of what is left to `make test` otherwise:
tests with the marker `slow`, all cases of hypothesis, all orders of the plugin's feed.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from traclearn_local.stack import ROOT, Stack

BIN = Path(sys.executable).parent
SHARES = (("contracts", "services"), ("libs",), ("infra", "tests", "benchmarks"))
"""Folders whose unit tests are run together, what takes longest first."""
UNIT = ("-q", "-m", "not stack and not e2e and not chaos")
FEW = ("-q", "-m", f"{UNIT[-1]} and not slow", "--hypothesis-profile=few")
AT_ONCE = (os.cpu_count() or 1) + 1
"""One more than there are processors: some tests wait for a clock."""
PLUGIN = ROOT / "trac"
WAITING = "test_server"


def _venv(program: str, *words: str) -> tuple[str, ...]:
    return (str(BIN / program), *words)


def plugin_tests(python: Path, slow: bool) -> dict[str, tuple[str, ...]]:
    """In three shares, of which the first one waits for most of its time."""
    settings = (f"PYTHONPATH={PLUGIN}", f"TRACLEARN_TESTS={'all' if slow else 'few'}")
    run = ("env", *settings, str(python), "-W", "ignore", "-m", "unittest")
    names = sorted(path.stem for path in (PLUGIN / "learning/tests").glob("test_*.py"))
    others = [name for name in names if name != WAITING]
    shares = {"server": [WAITING], "one half": others[::2], "other half": others[1::2]}
    return {
        f"plugin tests (Python 2.7), {share}": (*run, *(f"learning.tests.{name}" for name in modules))
        for share, modules in shares.items()
    }


def sources() -> list[Path]:
    """The folder `src` of each package of the workspace."""
    return sorted(ROOT.glob("*/src")) + sorted(ROOT.glob("*/*/src"))


def steps(stack: Stack, slow: bool) -> dict[str, tuple[str, ...]]:
    """What waits and what is slow first, so that the quick ones fill the gaps."""
    packages = [str(path.relative_to(ROOT)) for path in sources()]
    unit = UNIT if slow else FEW
    waiting, *halves = plugin_tests(stack.tool("trac", "python"), slow).items()
    return {
        **dict([waiting]),
        **{f"unit tests of {', '.join(share)}": _venv("pytest", *unit, *share) for share in SHARES},
        **dict(halves),
        "types": _venv("mypy", *packages),
        "lint": _venv("ruff", "check", "."),
        "format": _venv("ruff", "format", "--check", "."),
        "imports": _venv("lint-imports"),
        "images": _venv("hadolint", "services/Dockerfile", "trac/Dockerfile", "infra/local/Dockerfile"),
        "workflows": _venv("zizmor", "--offline", "--quiet", ".github/workflows"),
        "generated models": _venv("python", "-m", "traclearn_contracts.generation", "--check"),
        "published events": _venv("python", "-m", "traclearn_contracts.compatibility"),
    }


def run(name: str, command: tuple[str, ...]) -> bool:
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    took = time.monotonic() - started
    output = f"\n{done.stdout}{done.stderr}".rstrip() if done.returncode else ""
    print(f"{'ok    ' if not done.returncode else 'FAILED'} {name} ({took:.1f} s){output}", flush=True)
    return done.returncode == 0


def main() -> int:
    wanted = steps(Stack.find(), "--slow" in sys.argv)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = list(pool.map(run, wanted.keys(), wanted.values()))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
