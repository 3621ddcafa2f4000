"""The pytest fixture `stack`: one running stack for the whole session, on ports and data of its own.

`TRACLEARN_TEST_PORT_BASE` (19500) moves it. `TRACLEARN_STACK_ENV` names a file with what `make env` printed,
to use a stack that runs already. `KEEP_STACK=1` leaves it running, for a look and for a quicker next time.
`TRACLEARN_TEST_IMAGES=1` runs workers and Trac from their images, where a container engine answers.
"""

import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from traclearn_local import trac
from traclearn_local.processes.programs import kill_orders
from traclearn_local.running_stack import RunningStack, local
from traclearn_local.stack import ROOT, Stack

PORT_BASE = "19500"
TEST_OPTIONS = {"answers_per_hour": 0}
"""Two demo learners give the answers of a whole class."""


def given() -> Stack | None:
    """The stack that the caller runs already."""
    path = os.environ.get("TRACLEARN_STACK_ENV")
    if not path:
        return None
    words = shlex.split(Path(path).read_text())
    return Stack.find(dict(word.split("=", 1) for word in words if "=" in word))


def own() -> Stack:
    home = os.environ.get("TRACLEARN_TEST_HOME") or ROOT / ".traclearn" / "test"
    base = os.environ.get("TRACLEARN_TEST_PORT_BASE") or PORT_BASE
    return Stack.find({"TRACLEARN_HOME": str(home), "TRACLEARN_PORT_BASE": base})


@pytest.fixture(scope="session")
def stack() -> Iterator[RunningStack]:
    """A `RunningStack` for all tests of the session."""
    with borrowed() as running:
        yield running


@contextmanager
def borrowed() -> Iterator[RunningStack]:
    """A stack that starts empty of answers and whose programs obey `order_death`; the given one as it is."""
    if found := given():
        yield RunningStack(found)
        return
    mine, keep = own(), bool(os.environ.get("KEEP_STACK"))
    if not keep:
        local("reset", mine)
    kill_orders(mine).mkdir(parents=True, exist_ok=True)
    (mine.trac_env / "conf").mkdir(parents=True, exist_ok=True)
    trac.set_options(mine, TEST_OPTIONS)
    try:
        local("up", mine)
        with _images(RunningStack(mine)) as running:
            yield running
    finally:
        if not keep:
            local("down", mine)


@contextmanager
def _images(running: RunningStack) -> Iterator[RunningStack]:
    if not os.environ.get("TRACLEARN_TEST_IMAGES"):
        yield running
        return
    from traclearn_local.containers import containers

    with containers(running):
        yield running
