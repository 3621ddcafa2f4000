"""What lies in the stack's folder is its owner's alone: keys, answers, references, uploads, logs."""

import os
import pwd
import stat
from contextlib import suppress
from pathlib import Path

UMASK = 0o077
"""Of every command and every program of the stack."""


def enclose(home: Path) -> None:
    """Nobody else may enter. Where PostgreSQL is another user, its group may pass, and list nothing."""
    if os.geteuid() == 0:
        os.chown(home, -1, pwd.getpwnam("postgres").pw_gid)
        home.chmod(0o710)
    else:
        home.chmod(0o700)


def mend(home: Path) -> None:
    """Takes from others what a stack gave them that was made before it minded. Links are left alone."""
    for folder, folders, files in os.walk(home):
        for name in (*folders, *files):
            with suppress(FileNotFoundError):  # gone meanwhile
                _close(Path(folder, name))


def _close(path: Path) -> None:
    mode = path.lstat().st_mode
    if not stat.S_ISLNK(mode) and mode & UMASK:
        path.chmod(stat.S_IMODE(mode) & ~UMASK)
