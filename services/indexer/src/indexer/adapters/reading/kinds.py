"""What a file is: by its content first, by its name where the content could be several things."""

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from indexer.adapters.reading import container
from indexer.adapters.reading.encoding import BOMS
from indexer.domain.errors import Rejected

MARKDOWN = "text/markdown"
TEXT = "text/plain"
HTML = "text/html"
WIKI = "text/x-trac-wiki"
PDF = "application/pdf"
NOTEBOOK = "application/x-ipynb+json"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
NAMED = {
    **dict.fromkeys((".md", ".markdown", ".mdown", ".mkd", ".qmd", ".rmd"), MARKDOWN),
    **dict.fromkeys((".txt", ".text", ""), TEXT),
    **dict.fromkeys((".html", ".htm", ".xhtml"), HTML),
    **dict.fromkeys((".wiki", ".trac"), WIKI),
    **{".pdf": PDF, ".ipynb": NOTEBOOK, ".docx": DOCX, ".pptx": PPTX},
}
TITLES = {
    **{MARKDOWN: "Markdown", TEXT: "plain text", HTML: "a web page", WIKI: "a wiki page", PDF: "a PDF"},
    **{NOTEBOOK: "a Jupyter notebook", DOCX: "a Word document", PPTX: "a PowerPoint presentation"},
}
READ = (
    "Markdown, text, HTML, PDF, Word (.docx), PowerPoint (.pptx), Jupyter notebooks and wiki pages are read"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Word and PowerPoint before 2007, and what later ones write under a password."""
LOCKED = "EncryptedPackage".encode("utf-16-le")
STRANGERS = (
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
MEMBERS = (
    ("word/document.xml", DOCX),
    ("ppt/presentation.xml", PPTX),
)
OTHER_MEMBERS = (
    ("xl/workbook.xml", "an Excel workbook"),
    ("xl/workbook.bin", "an Excel workbook"),
    ("META-INF/container.xml", "an e-book"),
    ("content.xml", "an OpenDocument file"),
)
HEAD = 4096
TAIL = 4096
PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?s:.{0,2000}?)-->\s*)?<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What to read a file as, and what to tell its author if the name says something else."""

    type: str
    note: str | None = None


def recognise(path: Path, name: str, type: str | None) -> Kind:
    """What the file is; Rejected when it is nothing that is read, or not what its name says."""
    if type == WIKI:
        return Kind(WIKI)
    suffix = PurePosixPath(name.lower()).suffix
    named = NAMED.get(suffix)
    with path.open("rb") as file:
        head = file.read(HEAD)
        file.seek(max(0, path.stat().st_size - TAIL))
        tail = file.read(TAIL)
    if not head.strip(b"\x00"):
        _reject_nothing(path)
    found = _by_content(path, head, tail, suffix)
    if found is None:
        return Kind(_by_name(suffix, named, type))
    if named in (None, found):
        return Kind(found)
    return Kind(found, f"the file is {TITLES[found]} and was read as one")


def _by_content(path: Path, head: bytes, tail: bytes, suffix: str) -> str | None:
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(path, suffix)
    if head.startswith(OLE):
        raise _old(path, suffix)
    for magic, title in STRANGERS:
        if head.startswith(magic):
            raise _stranger(title, suffix)
    start = _letters(head)
    if PAGE.match(start):
        return HTML
    both = head + tail
    if (
        start.lstrip().startswith("{")
        and b'"nbformat"' in both
        and (b'"cells"' in both or b'"worksheets"' in both)
    ):
        return NOTEBOOK
    return None


def _by_name(suffix: str, named: str | None, type: str | None) -> str:
    if named in (PDF, DOCX, PPTX):
        raise Rejected(
            "wrong_type",
            f"The name ends in {suffix}, but the content is not {TITLES[named]}: the file is damaged, or was "
            "only renamed. Open it in the program that it was written with and save it as that type.",
        )
    if named is None and type not in (MARKDOWN, TEXT, HTML):
        ending = f"Files ending in {suffix}" if suffix else "Such files"
        raise Rejected("unsupported", f"{ending} are not read. {READ}: save it as one of these.")
    return named or str(type)


def _packed(path: Path, suffix: str) -> str:
    names = set(container.names(path))
    for member, type in MEMBERS:
        if member in names:
            return type
    title = next((title for member, title in OTHER_MEMBERS if member in names), "a packed archive")
    raise _stranger(title, suffix)


def _letters(head: bytes) -> str:
    encoding = next((encoding for mark, encoding in BOMS if head.startswith(mark)), "latin-1")
    return head.decode(encoding, errors="ignore")


def _reject_nothing(path: Path) -> None:
    if path.stat().st_size == 0:
        raise Rejected(
            "empty", "The file is empty: it has no bytes at all. Check the original and upload it again."
        )
    with path.open("rb") as file:
        if not any(piece.strip(b"\x00") for piece in iter(lambda: file.read(1 << 20), b"")):
            detail = (
                "The file holds nothing but zero bytes: copying or saving it failed. Upload the original."
            )
            raise Rejected("broken", detail)


def _old(path: Path, suffix: str) -> Rejected:
    if LOCKED in path.read_bytes():
        return Rejected(
            "encrypted", "The document is locked with a password. Save it without one and upload that."
        )
    advice = "Open it in Word, PowerPoint or LibreOffice and save it as .docx, .pptx or PDF."
    return _stranger("a document of an Office before 2007", suffix, advice)


def _stranger(title: str, suffix: str, advice: str = "") -> Rejected:
    if suffix in NAMED and suffix:
        detail = f"The name ends in {suffix}, but the file is {title}. {advice or READ + '.'}"
        return Rejected("wrong_type", detail)
    return Rejected(
        "unsupported", f"This is {title}, which is not read. {advice or READ + ': save it as one of these.'}"
    )
