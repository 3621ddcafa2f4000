"""One environment per emulator (they pin each other's botocore) and one on Python 2.7 for Trac."""

import hashlib
import os
import shutil
import sys
from pathlib import Path

from traclearn_local.install import python27
from traclearn_local.install.command import run
from traclearn_local.stack import LOCAL, ROOT, Stack

NAMES = ("localstack", "ministack", "envoy", "trac")
VIRTUALENV = "virtualenv<20.22"  # the last that makes environments for Python 2.7
PLUGIN = ROOT / "trac"


def pins(name: str) -> Path:
    return LOCAL / "pins" / f"{name}.txt"


def fingerprint(name: str) -> str:
    """What the stamp must say: the pins, and where the plugin is linked from."""
    digest = hashlib.sha256(pins(name).read_bytes())
    if name == "trac":
        digest.update((PLUGIN / "setup.py").read_bytes() + bytes(PLUGIN))
        for catalogue in sorted(PLUGIN.glob("learning/locale/*/LC_MESSAGES/*.po")):
            digest.update(catalogue.read_bytes())
    return digest.hexdigest()


def stamp(tools: Path, name: str) -> Path:
    return tools / name / ".pins"


def is_fresh(tools: Path, name: str) -> bool:
    mark = stamp(tools, name)
    return (
        mark.is_file()
        and mark.read_text() == fingerprint(name)
        and (tools / name / "bin" / "python").exists()
    )


def build(tools: Path, name: str) -> None:
    """Makes the environment or brings the one that is there to its pins. Raises Missing."""
    if name == "trac":
        _python27(tools / name)
    else:
        _python3(tools / name, pins(name))
    stamp(tools, name).write_text(fingerprint(name))


def _uv() -> str:
    return os.environ.get("UV") or shutil.which("uv") or "uv"


def _python3(folder: Path, requirements: Path) -> None:
    if not (folder / "bin" / "python").exists():
        run(_uv(), "venv", "--quiet", "--python", "3.11", folder)
    run(_uv(), "pip", "sync", "--quiet", "--python", folder / "bin" / "python", requirements)


def _python27(folder: Path) -> None:
    python = folder / "bin" / "python"
    if not python.exists():
        make = (_uv(), "tool", "run", "--quiet", "--from", VIRTUALENV, "virtualenv", "--quiet")
        run(*make, "-p", python27.find(), folder)
    pip = (python, "-W", "ignore", "-m", "pip", "--disable-pip-version-check", "install", "-q")
    run(*pip, "-r", pins("trac"))
    run(*pip, "--no-deps", "--no-build-isolation", "-e", PLUGIN)
    compile_catalogues(python)


def compile_catalogues(python: Path) -> None:
    """The linked plugin speaks the languages of its catalogues; one that is built compiles them itself."""
    for catalogue in PLUGIN.glob("learning/locale/*/LC_MESSAGES/*.po"):
        compiled = catalogue.with_suffix(".mo")
        run(
            python,
            "-W",
            "ignore",
            "-m",
            "babel.messages.frontend",
            "compile",
            "-i",
            catalogue,
            "-o",
            compiled,
        )


if __name__ == "__main__":
    for name in sys.argv[1:]:
        build(Stack.find().tools, name)
