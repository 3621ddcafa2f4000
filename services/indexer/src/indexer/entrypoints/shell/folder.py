"""Files on this machine, under the names that they get as documents."""

import hashlib
import mimetypes
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from traclearn_documents import MAX_DOCUMENT_BYTES as MAX_BYTES

from indexer.entrypoints.shell.complaint import Misuse

LONGEST_NAME = 300
MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")


@dataclass(frozen=True, slots=True)
class Found:
    """A file and its document's name: the path below the folder asked for, that folder's name first."""

    path: Path
    name: str


def files(paths: Sequence[Path]) -> list[Found]:
    """Each file once, in order. Raises Misuse: nothing there, or two files would be one document."""
    found: dict[str, Found] = {}
    for path in paths:
        for file in _below(path) if path.is_dir() else [Found(path, _name(path.name))]:
            other = found.setdefault(file.name, file)
            if other.path.resolve() != file.path.resolve():
                raise Misuse(
                    f"{other.path} and {file.path} would both be {file.name!r}. Add the folder above them."
                )
    if not found:
        raise Misuse(f"There are no files in {', '.join(map(str, paths))}.")
    return list(found.values())


def described(file: Found, subject: str | None) -> dict[str, Any]:
    """What a request for a grant says of it; reads it once, in pieces. Raises OSError, ValueError."""
    if len(file.name) > LONGEST_NAME:
        raise ValueError(f"The name has {len(file.name)} letters and {LONGEST_NAME} is the most.")
    if not file.name.isprintable():
        raise ValueError("The name holds letters that cannot be printed. Rename the file.")
    with file.path.open("rb") as stream:
        size = file.path.stat().st_size
        # One that is too large is refused by its size alone.
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest() if size <= MAX_BYTES else None
    type_ = mimetypes.guess_type(file.name)[0]
    fitting = type_ if type_ and MEDIA_TYPE.fullmatch(type_) and len(type_) <= 100 else None
    return {"name": file.name, "size": size, "type": fitting, "sha256": sha256, "subject": subject}


def _below(folder: Path) -> Iterator[Found]:
    root = folder.resolve()
    for path in _visible(root, root):
        name = (Path(root.name) / path.relative_to(root)).as_posix()
        yield Found(folder / path.relative_to(root), _name(name))


def _visible(folder: Path, root: Path) -> Iterator[Path]:
    """Regular files without hidden ones; a link counts only if it leads to a file below `root`."""
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_symlink() and (entry.is_dir() or not entry.resolve().is_relative_to(root)):
            continue
        if entry.is_dir():
            yield from _visible(entry, root)
        elif entry.is_file():
            yield entry


def _name(name: str) -> str:
    """Composed, as everybody but macOS writes them, so that a file has one name everywhere."""
    return unicodedata.normalize("NFC", name)
