"""Whether a PDF can be read at all: whole, with words, and with letters that are known."""

from pathlib import Path

from traclearn_documents.building import dropped_content
from traclearn_documents.building.outline import Outline
from traclearn_documents.errors import Rejected
from traclearn_documents.formats.pdf.page import Page

TAIL_BYTES = 4096
MIN_PAGE_LETTERS = 10
"""Letters of a page below which it says nothing."""
MAX_SCANNED_SHARE, MAX_UNREADABLE_SHARE = 0.8, 0.3
"""The share of pages that are pictures, and of letters without meaning, from which on nothing is read."""
AGAIN = "Open it, print or export it as a PDF again, and upload that file."


def whole(path: Path) -> None:
    """Every PDF ends by saying so; one that broke off would be read in part, and nobody would know."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL_BYTES))
        if b"%%EOF" not in file.read():
            raise Rejected(
                "broken", "The end of the PDF is missing: copying or saving it broke off. Upload it again."
            )


def legible(pages: list[Page], outline: Outline) -> None:
    """Rejects what has no words, or none that are letters; notes the pages without."""
    letters = sum(page.letters for page in pages)
    silent = [page for page in pages if page.letters < MIN_PAGE_LETTERS]
    pictured = sum(1 for page in silent if page.pictures)
    if pictured and (letters < MIN_PAGE_LETTERS * len(pages) or pictured >= MAX_SCANNED_SHARE * len(pages)):
        raise Rejected(
            "scanned",
            f"{pictured:,} of {len(pages):,} pages are pictures of text, as a scanner makes them. Run text "
            "recognition (OCR) over it, or upload the document that it was printed from.",
        )
    unread = sum(
        text.count("\ufffd") + sum("\ue000" <= c <= "\uf8ff" for c in text) for text in _texts(pages)
    )
    if letters and unread > MAX_UNREADABLE_SHARE * letters:
        detail = (
            f"The PDF's fonts do not say which letters they show, so that its text cannot be read. {AGAIN}"
        )
        raise Rejected("bad_encoding", detail)
    for page in pages:
        if page.letters < MIN_PAGE_LETTERS and page.pictures:
            outline.dropped.add(
                "picture page", "it is only a picture; add its text if it matters", page.number
            )
        else:
            outline.dropped.add("picture", dropped_content.PICTURE, page.number, page.pictures)
        outline.dropped.add(
            "turned letter", "it stands across the text of the page", page.number, page.turned
        )


def _texts(pages: list[Page]) -> list[str]:
    return [span.text for page in pages for line in page.lines for span in line.spans]
