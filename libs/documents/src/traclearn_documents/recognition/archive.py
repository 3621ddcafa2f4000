"""A look at a zip file before any library opens it: no bombs, and no XML that could unfold into one."""

import re
import zlib
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from traclearn_documents.errors import Rejected

MAX_MEMBERS = 10_000
MAX_UNPACKED_BYTES = 500 * 1024 * 1024
"""Bytes of all members unpacked."""
MAX_XML_PART_BYTES = 60 * 1024 * 1024
"""Bytes of one XML part: as a tree in memory it takes about ten times as much."""
MAX_PACKING_RATIO = 150
"""Unpacked to packed, of files beyond `MIN_RATIO_BYTES` bytes unpacked. Office files stay below 30."""
MIN_RATIO_BYTES = 20 * 1024 * 1024
READ_BYTES = 1024 * 1024
UNFOLDING = re.compile(
    rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E|E\x00?N\x00?T\x00?I\x00?T\x00?Y)", re.IGNORECASE
)
"""A document type or an entity, in one or two bytes a letter."""
OVERLAP_BYTES = 64
XML_SUFFIXES = (".xml", ".rels", ".vml")
AGAIN = "Save the document again with the program that it was written with, and upload that file."


def names(path: Path) -> tuple[str, ...]:
    """The names of the members; Rejected when the file is a bomb, broken or locked."""
    with opened(path) as archive:
        return tuple(member.filename for member in archive.infolist())


def inspect(path: Path) -> None:
    """Rejects an office file that would take unreasonable room, or whose XML defines entities."""
    with opened(path) as archive:
        for member in archive.infolist():
            if member.filename.lower().endswith(XML_SUFFIXES):
                _inspect_part(archive, member)


def opened(path: Path) -> ZipFile:
    """The archive with its table of contents checked; nothing is unpacked yet."""
    try:
        archive = ZipFile(path)
    except (BadZipFile, LargeZipFile, NotImplementedError, ValueError) as error:
        raise Rejected("broken", f"The file is damaged: {error}. {AGAIN}") from error
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    packed = max(1, path.stat().st_size)
    if (
        len(members) > MAX_MEMBERS
        or total > MAX_UNPACKED_BYTES
        or (total > MIN_RATIO_BYTES and total > MAX_PACKING_RATIO * packed)
    ):
        archive.close()
        raise Rejected(
            "bomb",
            f"The file unpacks to {len(members):,} parts of {total / 2**20:,.0f} MiB together, from "
            f"{packed / 2**20:,.1f} MiB. That is no document. {AGAIN}",
        )
    if any(member.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for member in members):
        archive.close()
        raise Rejected("broken", f"The file is packed in a way that office programs do not use. {AGAIN}")
    if any(member.flag_bits & 1 for member in members):
        archive.close()
        raise Rejected(
            "encrypted", "The file is locked with a password. Save it without one and upload that."
        )
    return archive


def _inspect_part(archive: ZipFile, member: ZipInfo) -> None:
    if member.file_size > MAX_XML_PART_BYTES:
        size = member.file_size / 2**20
        raise Rejected(
            "bomb", f"A part of the file ({member.filename[:100]}) unpacks to {size:,.0f} MiB. {AGAIN}"
        )
    try:
        with archive.open(member) as part:
            seen = b""
            while data := part.read(READ_BYTES):
                if UNFOLDING.search(seen + data):
                    raise Rejected(
                        "bomb",
                        f"A part of the file ({member.filename[:100]}) defines a document type or entities, "
                        f"which office programs never write. {AGAIN}",
                    )
                seen = data[-OVERLAP_BYTES:]
    except (BadZipFile, EOFError, OSError, zlib.error) as error:
        raise Rejected("broken", f"A part of the file is damaged: {error}. {AGAIN}") from error
