"""`make rehearse-recovery`: each disaster in turn on a stack of its own; prints what came back and how fast.

Exit 1 where something did not come back. Leaves the stack down and its data below --home.
"""

import argparse
import json
import logging
import sys
from dataclasses import asdict
from pathlib import Path

from traclearn_local import trac
from traclearn_local.clients.browser_session import BrowserSession
from traclearn_local.clients.learners import learners
from traclearn_local.console import say
from traclearn_local.errors import LocalError
from traclearn_local.recovery.postgres_archive import ARCHIVE_TIMEOUT_S
from traclearn_local.recovery.rehearsals import Outcome, rehearse_cache, rehearse_database, rehearse_knowledge
from traclearn_local.running_stack import RunningStack, local
from traclearn_local.stack import ROOT, Stack

LEARNERS = 8
REPAIR = """\
The rehearsal could not go on. Its logs are in {home}/logs. Free what is named above (another
--port-base where a port is taken), end what is left of the stack, and run it again:
  TRACLEARN_HOME={home} TRACLEARN_PORT_BASE={base} .venv/bin/traclearn-local down"""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--home", type=Path, default=ROOT / ".traclearn" / "recovery")
    parser.add_argument("--port-base", type=int, default=19700)
    parser.add_argument("--only", choices=("database", "cache", "knowledge"))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    stack = Stack(home=options.home.absolute(), base=options.port_base)
    try:
        outcomes = on_its_own(stack, options.only)
    except (LocalError, TimeoutError) as error:
        say(str(error))
        return 1
    except RuntimeError as error:  # `traclearn-local` ended, and says why
        say(f"{error}\n{REPAIR.format(home=stack.home, base=stack.base)}")
        return 1
    if options.json:
        print(json.dumps([asdict(outcome) for outcome in outcomes]))
    return 0


def on_its_own(stack: Stack, only: str | None) -> list[Outcome]:
    """On a fresh stack, down again afterwards. Raises RuntimeError where it does not come up or down."""
    logging.getLogger("neo4j.notifications").setLevel(logging.ERROR)  # an empty database has no such label
    local("reset", stack)
    (stack.trac_env / "conf").mkdir(parents=True)
    trac.set_options(stack, {"answers_per_hour": 0})
    try:
        local("up", stack)
        return rehearse(RunningStack(stack), only)
    finally:
        local("down", stack)


def rehearse(running: RunningStack, only: str | None) -> list[Outcome]:
    (ticket,) = running.ask("What came back")
    people, author = (
        learners(running, LEARNERS, "recovery"),
        BrowserSession(running.env, running.env["DEMO_AUTHOR"]),
    )
    steps = {
        "database": lambda: rehearse_database(running, people, ticket),
        "cache": lambda: rehearse_cache(running, people[0]),
        "knowledge": lambda: rehearse_knowledge(running, author),
    }
    outcomes = []
    for name in [only] if only else steps:
        outcomes.append(outcome := steps[name]())
        say(f"{outcome.what}: {outcome.compared} as before, {outcome.seconds:.0f} s from the first step back")
        if outcome.archived is not None:
            timeout = f"archive_timeout {ARCHIVE_TIMEOUT_S} s"
            say(f"   a commit was in the archive after {outcome.archived:.0f} s at most ({timeout})")
    return outcomes


if __name__ == "__main__":
    sys.exit(main())
