"""A short hash of source files: part of a program's environment, so that it restarts when they change."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from traclearn_local.stack import ROOT

SUFFIXES = {".py", ".yaml", ".json", ".html", ".js", ".css", ".vtl", ".ini", ".sql", ".txt"}
IGNORED = {"tests", "__pycache__", ".venv"}


def code(*folders: str) -> str:
    """Of all files below these folders of the repository; tests do not count."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(_files(ROOT / folder)):
            digest.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def file(path: Path) -> str:
    """Of one file; "" while it is not there."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else ""


def _files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
        return
    for path in place.rglob("*"):
        if (
            path.suffix in SUFFIXES
            and not IGNORED.intersection(path.relative_to(place).parts)
            and path.is_file()
        ):
            yield path
