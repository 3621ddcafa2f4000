"""Files on this machine, under the names that they get as documents."""

import hashlib
import mimetypes
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from traclearn_contracts.content import MAX_FILE_BYTES, MAX_NAME_LENGTH

from traclearn_cli.errors import UsageError
from traclearn_cli.output import Fields

MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")
MAX_MEDIA_TYPE_LENGTH = 100


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file and its document's name: the path below the folder asked for, that folder's name first."""

    path: Path
    name: str


def find_files(paths: Sequence[Path]) -> list[LocalFile]:
    """Each file once, in order. Raises UsageError: nothing there, or two files would be one document."""
    found: dict[str, LocalFile] = {}
    for path in paths:
        for file in _files_below(path) if path.is_dir() else [LocalFile(path, _document_name(path.name))]:
            other = found.setdefault(file.name, file)
            if other.path.resolve() != file.path.resolve():
                raise UsageError(
                    f"{other.path} and {file.path} would both be {file.name!r}. Add the folder above them."
                )
    if not found:
        raise UsageError(f"There are no files in {', '.join(map(str, paths))}.")
    return list(found.values())


def describe_file(file: LocalFile, subject: str | None) -> Fields:
    """What a request for a grant says of it; reads it once, in pieces. Raises OSError, ValueError."""
    if len(file.name) > MAX_NAME_LENGTH:
        raise ValueError(f"The name has {len(file.name)} letters and {MAX_NAME_LENGTH} is the most.")
    if not file.name.isprintable():
        raise ValueError("The name holds letters that cannot be printed. Rename the file.")
    with file.path.open("rb") as stream:
        size = file.path.stat().st_size
        # One that is too large is refused by its size alone.
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest() if size <= MAX_FILE_BYTES else None
    return {
        "name": file.name,
        "size": size,
        "type": _media_type(file.name),
        "sha256": sha256,
        "subject": subject,
    }


def _media_type(name: str) -> str | None:
    guessed = mimetypes.guess_type(name)[0]
    fits = guessed and len(guessed) <= MAX_MEDIA_TYPE_LENGTH and MEDIA_TYPE.fullmatch(guessed)
    return guessed if fits else None


def _files_below(folder: Path) -> Iterator[LocalFile]:
    root = folder.resolve()
    for path in _visible_files(root, root):
        name = (Path(root.name) / path.relative_to(root)).as_posix()
        yield LocalFile(folder / path.relative_to(root), _document_name(name))


def _visible_files(folder: Path, root: Path) -> Iterator[Path]:
    """Regular files without hidden ones; a link counts only if it leads to a file below `root`."""
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_symlink() and (entry.is_dir() or not entry.resolve().is_relative_to(root)):
            continue
        if entry.is_dir():
            yield from _visible_files(entry, root)
        elif entry.is_file():
            yield entry


def _document_name(path: str) -> str:
    """Composed, as everybody but macOS writes them, so that a file has one name everywhere."""
    return unicodedata.normalize("NFC", path)
