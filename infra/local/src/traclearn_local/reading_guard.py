"""Fails a unit test that opens a file of the repository which `make check` does not count to its room.

What a process that it starts opens is not heard of. Lists of folders on Python's path are none of a test's:
they are read to import something.
"""

import os
import sys
from collections.abc import Generator
from pathlib import Path
from types import FrameType

import pytest

from traclearn_local.stack import ROOT
from traclearn_local.unchanged import PACKAGES, Tree, counts

HEARD = {"open", "os.listdir", "os.scandir"}
WITH_SERVERS = {"stack", "e2e", "chaos"}
"""Markers of tests that `make check` leaves out."""
IGNORED = (".", "build/")
"""How folders of the root begin that Git ignores."""

CONSTANTS = "hypothesis/internal/constants_ast.py"


class ReadingGuard:
    """A plugin of pytest; `heard` is an audit hook of Python, which nothing takes away again."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root, self.tree = f"{root}{os.sep}", Tree(root)
        self.reads: dict[str, tuple[str, ...]] = {}
        self.allowed: tuple[str, ...] = ()
        self.strange: set[str] = set()
        sys.addaudithook(self.heard)

    def heard(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self.allowed or event not in HEARD or not isinstance(arguments[0], str | os.PathLike):
            return
        # For every file that any code opens, and pathlib is slow.
        path = os.path.abspath(arguments[0])  # noqa: PTH100
        if not path.startswith(self.root) or (event != "open" and path in sys.path):
            return
        name = path.removeprefix(self.root) + ("" if event == "open" else "/")
        if not counts(name, self.allowed) and not name.startswith(IGNORED) and not _is_of_hypothesis():
            self.strange.add(name)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        room = "/".join(item.path.relative_to(self.root).parts[:2])
        if room.startswith(PACKAGES) and not any(map(item.get_closest_marker, WITH_SERVERS)):
            self.allowed = self.reads.setdefault(room, self.tree.reads(room))
        self.strange = set()
        try:
            return (yield)
        finally:
            self.allowed = ()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Generator[None, object, object]:
        returned = yield
        if self.strange:
            names = ", ".join(sorted(self.strange))
            raise AssertionError(f"`make check` does not count what was read here to this room: {names}")
        return returned


def _is_of_hypothesis() -> bool:
    """It looks for constants in all that is imported, for other rooms' tests of the session, too."""
    frame: FrameType | None = sys._getframe()
    while frame and not frame.f_code.co_filename.endswith(CONSTANTS):
        frame = frame.f_back
    return bool(frame)
