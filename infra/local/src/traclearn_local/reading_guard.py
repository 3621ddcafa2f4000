"""Fails a unit test that opens a file of the repository which `make check` does not count to its room.

What a module reads when it is collected counts, too; not what the first conftest.py of a call reads, nor what
a process opens that a test starts. Lists of folders on Python's path are none of a test's: they are read to
import something.
"""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

from traclearn_local.stack import ROOT
from traclearn_local.unchanged import PACKAGES, Tree, counts

HEARD = {"open", "os.listdir", "os.scandir"}
WITH_SERVERS = {"stack", "e2e", "chaos"}
"""Markers of tests that `make check` leaves out."""
IGNORED = (
    *(".hypothesis/", ".import_linter_cache/", ".mypy_cache/", ".pytest_cache/", ".ruff_cache/"),
    *(".traclearn/", ".venv/", "build/"),
)
"""Folders of the root that Git ignores."""

LISTS_TO_IMPORT = "_fill_cache"
"""A method of importlib's finder of files."""
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
        if not path.startswith(self.root) or (event != "open" and _is_of_an_import(path)):
            return
        name = path.removeprefix(self.root) + ("" if event == "open" else "/")
        if not counts(name, self.allowed) and not name.startswith(IGNORED) and not _is_of_hypothesis():
            self.strange.add(name)

    @contextmanager
    def listening(self, node: pytest.Item | pytest.Collector) -> Generator[None]:
        room = "/".join(node.path.relative_to(self.root).parts[:2])
        if room.startswith(PACKAGES) and not _needs_servers(node):
            self.allowed = self.reads.setdefault(room, self.tree.reads(room))
        self.strange = set()
        try:
            yield
        finally:
            self.allowed = ()

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self, collector: pytest.Collector
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        """Its marks are known only when a module was read."""
        with self.listening(collector):
            report = yield
        if self.strange and report.passed and not _needs_servers(collector):
            report.outcome, report.longrepr = "failed", self.complaint
        return report

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        with self.listening(item):
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Generator[None, object, object]:
        returned = yield
        if self.strange:
            raise AssertionError(self.complaint)
        return returned

    @property
    def complaint(self) -> str:
        names = ", ".join(sorted(self.strange))
        return f"`make check` does not count what was read here to this room: {names}"


def _needs_servers(node: pytest.Item | pytest.Collector) -> bool:
    return any(map(node.get_closest_marker, WITH_SERVERS))


def _is_of_an_import(folder: str) -> bool:
    """pytest asks Python to look for a module's parents, too."""
    return folder in sys.path or sys._getframe(2).f_code.co_name == LISTS_TO_IMPORT


def _is_of_hypothesis() -> bool:
    """It looks for constants in all that is imported, for other rooms' tests of the session, too."""
    frame: FrameType | None = sys._getframe()
    while frame and not frame.f_code.co_filename.endswith(CONSTANTS):
        frame = frame.f_back
    return bool(frame)
