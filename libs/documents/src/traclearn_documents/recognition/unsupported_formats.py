"""Files that are not read: what they are, and what their authors can do."""

from collections.abc import Collection
from pathlib import Path

from traclearn_documents.errors import Rejected

READ_FORMATS = (
    "Markdown, text, HTML, PDF, Word (.docx), PowerPoint (.pptx), Jupyter notebooks and wiki pages are read"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Word and PowerPoint before 2007, and what later ones write under a password."""
ENCRYPTED_MARK = "EncryptedPackage".encode("utf-16-le")
MAGIC_BYTES = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"RIFF", "a picture, a sound or a film"),
    (b"\x00\x00\x00\x18ftyp", "a film"),
    (b"\x00\x00\x00\x20ftyp", "a film"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound or a film"),
    (b"{\\rtf", "a document in Rich Text Format"),
    (b"%!PS", "a PostScript file"),
    (b"\x1f\x8b", "a packed archive"),
    (b"7z\xbc\xaf", "a packed archive"),
    (b"Rar!", "a packed archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
ARCHIVE_MEMBERS = (
    ("xl/workbook.xml", "an Excel workbook"),
    ("xl/workbook.bin", "an Excel workbook"),
    ("META-INF/container.xml", "an e-book"),
    ("content.xml", "an OpenDocument file"),
)


def archive_title(names: Collection[str]) -> str:
    """What an archive with members of these names is."""
    return next((title for member, title in ARCHIVE_MEMBERS if member in names), "a packed archive")


def reject_empty(path: Path) -> None:
    if path.stat().st_size == 0:
        raise Rejected(
            "empty", "The file is empty: it has no bytes at all. Check the original and upload it again."
        )
    with path.open("rb") as file:
        if not any(data.strip(b"\x00") for data in iter(lambda: file.read(1 << 20), b"")):
            detail = (
                "The file holds nothing but zero bytes: copying or saving it failed. Upload the original."
            )
            raise Rejected("broken", detail)


def legacy_office(path: Path, expected: str | None) -> Rejected:
    if ENCRYPTED_MARK in path.read_bytes():
        return Rejected(
            "encrypted", "The document is locked with a password. Save it without one and upload that."
        )
    advice = "Open it in Word, PowerPoint or LibreOffice and save it as .docx, .pptx or PDF."
    return unsupported("a document of an Office before 2007", expected, advice)


def unsupported(title: str, expected: str | None, advice: str = "") -> Rejected:
    if expected:
        detail = f"The name ends in {expected}, but the file is {title}. {advice or READ_FORMATS + '.'}"
        return Rejected("wrong_type", detail)
    return Rejected(
        "unsupported",
        f"This is {title}, which is not read. {advice or READ_FORMATS + ': save it as one of these.'}",
    )
