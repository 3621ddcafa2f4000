"""Finds a Python 2.7, which Trac 1.4 needs and Debian 12 no longer has."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from traclearn_local.errors import Missing
from traclearn_local.install.command import run

VERSION = "2.7.18"
HINT = (
    "Trac needs Python 2.7. Get it with:  "
    f"curl -fsSL https://pyenv.run | bash && ~/.pyenv/bin/pyenv install {VERSION}"
    "  (or name one: PYTHON27=/path/to/python2.7 make up)"
)


def _pyenv_root(env: Mapping[str, str]) -> Path:
    return Path(env.get("PYENV_ROOT") or Path.home() / ".pyenv")


def candidates(env: Mapping[str, str]) -> Iterator[str]:
    """$PYTHON27, then pyenv's, then the PATH's."""
    if env.get("PYTHON27"):
        yield env["PYTHON27"]
    yield from map(str, sorted(_pyenv_root(env).glob("versions/2.7*/bin/python2.7"), reverse=True))
    if found := shutil.which("python2.7", path=env.get("PATH")):
        yield found


def works(python: str) -> bool:
    """A pyenv shim may lie on the PATH and lead nowhere: it is asked."""
    try:
        probe = subprocess.run(
            [python, "-c", "import sys; print(sys.version_info[:2] == (2, 7))"],
            capture_output=True, text=True, timeout=20, check=False,
        )  # fmt: skip
    except OSError:
        return False
    return probe.stdout.strip() == "True"


def find(env: Mapping[str, str] = os.environ) -> str:
    """A working interpreter, installed through pyenv where that stands ready. Raises Missing."""
    for python in candidates(env):
        if works(python):
            return python
    pyenv = shutil.which("pyenv", path=env.get("PATH")) or str(_pyenv_root(env) / "bin" / "pyenv")
    if Path(pyenv).exists():
        run(pyenv, "install", "-s", VERSION, hint=HINT)
        made = str(_pyenv_root(env) / "versions" / VERSION / "bin" / "python2.7")
        if works(made):
            return made
    raise Missing(HINT)
