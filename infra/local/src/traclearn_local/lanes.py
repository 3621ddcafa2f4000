"""Every test that needs a stack, in two lanes side by side: each has a stack, ports and data of its own.

The tests wait more than they compute: two lanes on two cores take about two thirds of the time of one. What
a lane says goes to build/test/<lane>.log; failures are printed when it ends. Exit 1 when one fails.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from traclearn_local.stack import ROOT

LOGS = ROOT / "build" / "test"
PYTEST = str(Path(sys.executable).with_name("pytest"))
ANY = ("-m", "stack or e2e or chaos")


@dataclass(frozen=True)
class Lane:
    """Sessions of pytest, one after the other on the lane's stack. A session's browsers come late, as they
    leave an event loop running; the kills of `tests/chaos` flood every feed, so it is last."""

    name: str
    base: int
    sessions: tuple[tuple[str, ...], ...]

    @property
    def log(self) -> Path:
        return LOGS / f"{self.name}.log"

    @property
    def environment(self) -> dict[str, str]:
        home = ROOT / ".traclearn" / f"test-{self.name}"
        return os.environ | {"TRACLEARN_TEST_HOME": str(home), "TRACLEARN_TEST_PORT_BASE": str(self.base)}


EVERY_PAGE = "tests/e2e/test_every_page.py"
"""A third of all visits of a browser: where there is time."""
LANES = (
    Lane("browser", 19500, ((*ANY, "tests/stack", "tests/e2e", "tests/chaos", f"--ignore={EVERY_PAGE}"),)),
    Lane(
        "services",
        19560,
        (
            ("-m", "stack", "contracts", "libs", "services", "infra"),
            (*ANY, "tests/contract", "tests/retrieval", "tests/material", "tests/security", EVERY_PAGE),
        ),
    ),
)


def run(lane: Lane) -> bool:
    """Every session, also after one that failed: whoever mends one wants to know of the others."""
    started = time.monotonic()
    with lane.log.open("w") as log:
        codes = [
            subprocess.run(
                [PYTEST, "-v", *session], cwd=ROOT, env=lane.environment, stdout=log, stderr=log, check=False
            ).returncode
            for session in lane.sessions
        ]
    passed = not any(codes)
    took = time.monotonic() - started
    said = [line for line in lane.log.read_text(errors="replace").splitlines() if _tells(line, passed)]
    print(f"{'ok    ' if passed else 'FAILED'} lane {lane.name} ({took:.0f} s)", *said, sep="\n", flush=True)
    return passed


def _tells(line: str, passed: bool) -> bool:
    """The last line of each session, or all but the tests that went well."""
    return line.startswith("=") and " in " in line if passed else " PASSED " not in line


def main() -> int:
    LOGS.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(len(LANES)) as pool:
        return 0 if all(list(pool.map(run, LANES))) else 1


if __name__ == "__main__":
    sys.exit(main())
