"""`make check`: everything that needs no server, two at a time, each shown when it ends.

Exit 1 when one fails, with its output.
"""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from traclearn_local.stack import ROOT, Stack

BIN = Path(sys.executable).parent
SOURCES = ("contracts", "libs", "services", "infra", "tests", "benchmarks")
PYTHON27_TESTS = ("-m", "unittest", "discover", "-s", "trac/learning/tests", "-t", "trac")


def _venv(program: str, *words: str) -> tuple[str, ...]:
    return (str(BIN / program), *words)


def steps(stack: Stack) -> dict[str, tuple[str, ...]]:
    """Slow ones first, so that the quick ones fill the gaps."""
    python27 = str(stack.tool("trac", "python"))
    packages = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("*/src")) + sorted(
        str(path.relative_to(ROOT)) for path in ROOT.glob("*/*/src")
    )
    there = [folder for folder in SOURCES if (ROOT / folder).is_dir()]
    unit = ("-q", "-m", "not stack and not e2e and not chaos", *there)
    return {
        "types": _venv("mypy", *packages),
        "unit tests": _venv("pytest", *unit),
        "plugin tests (Python 2.7)": (python27, "-W", "ignore", *PYTHON27_TESTS),
        "lint": _venv("ruff", "check", "."),
        "format": _venv("ruff", "format", "--check", "."),
        "imports": _venv("lint-imports"),
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
    wanted = steps(Stack.find())
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(run, wanted.keys(), wanted.values()))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
