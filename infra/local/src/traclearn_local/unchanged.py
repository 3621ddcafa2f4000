"""What has not changed since it was green is not looked at again.

A room is a folder with tests. What its tests may read counts, file by file, less what Git ignores: of a
package itself, the packages that it needs, `SHARED` and `MORE`; of the plugin, `PLUGIN`; of every other room,
the whole repository. The root's `conftest.py` fails a test that opens more. What is installed counts, too,
and how a step is called.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from traclearn_local.stack import ROOT

PACKAGES = ("libs/", "services/")
"""How rooms begin that read a part of the repository."""
SHARED = ("contracts", "infra/local")
"""What every package may read, beside files of the root that are no prose. The check's code is there, too."""
MORE = {"libs/cli": ("libs", "services"), "services/progress": ("trac",)}
"""What the tests of a package read beside that: the command has what services bring."""
REPOSITORY = "."
PLUGIN = ("trac", "docs", "libs/english/src", "services/progress/alembic/versions", *SHARED)
"""What the plugin's tests read: the services, too, say which words are stop words and who may what."""
UNHEARD = re.compile(
    "_|COLUMNS|LINES|OLDPWD|PATH|PWD|SHLVL|STY|TERM.*|TMUX.*|WINDOWID|MAKE.*|MFLAGS|PYTEST_CURRENT_TEST"
    "|DBUS_.*|DESKTOP_.*|DISPLAY|GPG_.*|INVOCATION_ID|SSH_.*|VSCODE_.*|VTE_.*|XDG_SESSION_.*"
)
"""Names of variables that are others in another terminal, or at each call. Tests hear of all the rest."""
PROGRAMS = ("dot", "git", "node", "uv")
"""What tests start if it is there: of `PATH` only where these are counts."""


Written = tuple[int, ...]
"""The time of the contents, that of all else, and which file it is."""


class Tree:
    """The files of a repository as they are now."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root

    @cached_property
    def files(self) -> dict[str, tuple[str, Written]]:
        """Path: what is in it, who may execute it, when it was written, of all that Git keeps or would."""
        listed = subprocess.run(
            ["git", "ls-files", "-coz", "--exclude-standard"], cwd=self.root, capture_output=True, check=True
        )
        paths = (os.fsdecode(path) for path in set(listed.stdout.split(b"\0")) if path)
        return {path: _look(self.root / path) for path in sorted(paths)}

    @cached_property
    def needs(self) -> dict[str, set[str]]:
        """Folder of each package: those of the packages whose names are anywhere in its pyproject.toml."""
        found = (*self.root.glob("*/pyproject.toml"), *self.root.glob("*/*/pyproject.toml"))
        texts = {path.parent.relative_to(self.root).as_posix(): path.read_text() for path in found}
        names = {tomllib.loads(text)["project"]["name"]: folder for folder, text in texts.items()}
        return {
            folder: {names[name] for name in re.findall(r"traclearn-[a-z-]+", text) if name in names}
            for folder, text in texts.items()
        }

    def reads(self, room: str) -> tuple[str, ...]:
        """How paths begin that its tests may read."""
        if room == "trac":
            return tuple(f"{folder}/" for folder in PLUGIN)
        if not room.startswith(PACKAGES):
            return ("",)
        found, left = set[str](), {room, *SHARED, *MORE.get(room, ())}
        while left:
            found |= left
            left = {other for folder in left for other in self.needs.get(folder, ())} - found
        return tuple(f"{folder}/" for folder in found)

    def counted(self, room: str) -> dict[str, tuple[str, Written]]:
        beginnings = self.reads(room)
        return {path: found for path, found in self.files.items() if counts(path, beginnings)}

    def digest(self, room: str, *more: str) -> str:
        contents = [(path, content) for path, (content, _written) in self.counted(room).items()]
        return hashlib.sha256(json.dumps([contents, more]).encode()).hexdigest()


def counts(path: str, beginnings: tuple[str, ...]) -> bool:
    """Whether a file, or a folder with a slash at its end, is one of those, or of every room."""
    of_the_root = "/" not in path and not path.endswith(".md")
    return path.startswith(beginnings) or of_the_root or path.endswith("/pyproject.toml")


def _look(path: Path) -> tuple[str, Written]:
    """When it was written first: who writes meanwhile is noticed afterwards. Of what is gone, nothing."""
    try:
        state = path.lstat()
        return _digest(path), (state.st_mtime_ns, state.st_ctime_ns, state.st_ino)
    except (FileNotFoundError, NotADirectoryError):
        return "", ()


def _digest(path: Path) -> str:
    if path.is_symlink() or not path.is_file():
        return str(path.is_symlink() and path.readlink())
    return f"{hashlib.sha256(path.read_bytes()).hexdigest()} {path.stat().st_mode & 0o111}"


def surroundings(tools: Path) -> list[str]:
    """Which Pythons, what is installed beside them, here and below `tools`, which variables are set, which
    programs are where."""
    sites = (Path(sysconfig.get_path("purelib")), *tools.glob("*/lib/python*/site-packages"))
    installed = [path.name for site in sites for path in site.glob("*.*-info")]
    heard = [f"{name}={value}" for name, value in os.environ.items() if not UNHEARD.fullmatch(name)]
    programs = [f"{name}: {shutil.which(name)}" for name in PROGRAMS]
    pythons = [sys.version, *(path.read_text() for path in sorted(tools.glob("*/pyvenv.cfg")))]
    return [*pythons, *sorted(installed), *sorted(heard), *programs]


class Green:
    """What was green: a file for each step and room, which holds the digest of what there was."""

    def __init__(self, tools: Path, root: Path = ROOT) -> None:
        self.folder, self.tools = root / ".traclearn" / "check", tools
        self.tree, self.surroundings = Tree(root), surroundings(tools)

    def digests(self, rooms: Iterable[str], command: Sequence[str]) -> dict[str, str]:
        """As the check found them when it began."""
        return {room: self.tree.digest(room, *command, *self.surroundings) for room in rooms}

    def untouched(self, rooms: Iterable[str]) -> list[str]:
        """Rooms of which nothing was written since the check began, not even what was there before."""
        now = Tree(self.tree.root)
        same = surroundings(self.tools) == self.surroundings
        return [room for room in rooms if same and now.counted(room) == self.tree.counted(room)]

    def changed(self, step: str, digests: Mapping[str, str]) -> list[str]:
        """Rooms that are not as they were when this step was last green."""
        kept = {room: self._kept(step, room) for room in digests}
        return [
            room
            for room, digest in digests.items()
            if not kept[room].is_file() or kept[room].read_text() != digest
        ]

    def keep(self, step: str, digests: Mapping[str, str]) -> None:
        """It is green for these."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for room, digest in digests.items():
            self._kept(step, room).write_text(digest)

    def forget(self, step: str, rooms: Iterable[str]) -> None:
        """Nobody knows whether it is green for these."""
        for room in rooms:
            self._kept(step, room).unlink(missing_ok=True)

    def _kept(self, step: str, room: str) -> Path:
        return self.folder / re.sub(r"[^a-z0-9.]+", "-", f"{step} {room}".lower())
