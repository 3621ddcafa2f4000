"""What a file is: by its content first, by its name where the content could be several things."""

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from traclearn_documents.errors import Rejected
from traclearn_documents.recognition import archive, unsupported_formats
from traclearn_documents.recognition.encoding import BOMS

MARKDOWN = "text/markdown"
TEXT = "text/plain"
HTML = "text/html"
WIKI = "text/x-trac-wiki"
PDF = "application/pdf"
NOTEBOOK = "application/x-ipynb+json"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
TYPES_BY_SUFFIX = {
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
OFFICE_MEMBERS = (
    ("word/document.xml", DOCX),
    ("ppt/presentation.xml", PPTX),
)
HEAD_BYTES = 4096
TAIL_BYTES = 4096
PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?s:.{0,2000}?)-->\s*)?<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class RecognisedType:
    """What to read a file as, and what to tell its author if the name says something else."""

    type: str
    note: str | None = None


def recognise(path: Path, name: str, type: str | None) -> RecognisedType:
    """What the file is; Rejected when it is nothing that is read, or not what its name says."""
    if type == WIKI:
        return RecognisedType(WIKI)
    suffix = PurePosixPath(name.lower()).suffix
    named = TYPES_BY_SUFFIX.get(suffix)
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        file.seek(max(0, path.stat().st_size - TAIL_BYTES))
        tail = file.read(TAIL_BYTES)
    if not head.strip(b"\x00"):
        unsupported_formats.reject_empty(path)
    found = _by_content(path, head, tail, suffix)
    if found is None:
        return RecognisedType(_by_name(suffix, named, type))
    if named in (None, found):
        return RecognisedType(found)
    return RecognisedType(found, f"the file is {TITLES[found]} and was read as one")


def _by_content(path: Path, head: bytes, tail: bytes, suffix: str) -> str | None:
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(path, suffix)
    if head.startswith(unsupported_formats.OLE):
        raise unsupported_formats.legacy_office(path, _expected(suffix))
    for magic, title in unsupported_formats.MAGIC_BYTES:
        if head.startswith(magic):
            raise unsupported_formats.unsupported(title, _expected(suffix))
    start = _decode_head(head)
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
            f"The name ends in {suffix}, but the content is not {TITLES[named]}: the file is damaged, was "
            "only renamed, or is of another kind. Save it as that type in the program that it was written "
            "with, or bring it under a name that ends as its kind does.",
        )
    if named is None and type not in (MARKDOWN, TEXT, HTML):
        ending = f"Files ending in {suffix}" if suffix else "Such files"
        raise Rejected(
            "unsupported",
            f"{ending} are not read. {unsupported_formats.READ_FORMATS}: save it as one of these.",
        )
    return named or str(type)


def _packed(path: Path, suffix: str) -> str:
    names = set(archive.names(path))
    for member, type in OFFICE_MEMBERS:
        if member in names:
            return type
    raise unsupported_formats.unsupported(unsupported_formats.archive_title(names), _expected(suffix))


def _expected(suffix: str) -> str | None:
    """The ending, if it is one of those that are read."""
    return suffix if suffix in TYPES_BY_SUFFIX and suffix else None


def _decode_head(head: bytes) -> str:
    encoding = next((encoding for mark, encoding in BOMS if head.startswith(mark)), "latin-1")
    return head.decode(encoding, errors="ignore")
