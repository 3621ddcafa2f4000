"""Reads a PDF: its pages by PDFium, then what they say together."""

import ctypes
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from indexer.adapters.reading import properties
from indexer.adapters.reading.outline import Outline
from indexer.adapters.reading.pdf import blocks, headings, margins, tables
from indexer.adapters.reading.pdf.glyphs import Glyphs
from indexer.adapters.reading.pdf.order import ordered
from indexer.adapters.reading.pdf.page import Box, Page, lines
from indexer.domain.errors import Rejected

MOST_PAGES = 2000
MOST_OBJECTS = 20_000
"""Things on a page; more of them are a map, in which nobody looks for tables."""
MOST_RULES = 4000
"""Straight lines of a page; more of them are a drawing."""
SHORTEST_RULE = 3.0
"""Points."""
DEEPEST_FORM = 4
DEEPEST_BOOKMARK = 6
MOST_BOOKMARKS = 5000
TAIL = 4096
AGAIN = "Open it, print or export it as a PDF again, and upload that file."


def read(path: Path, outline: Outline) -> None:
    _complete(path)
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise Rejected(
                "encrypted", "The PDF is locked with a password. Save it without one and upload that file."
            ) from error
        raise Rejected("broken", f"The PDF is damaged. {AGAIN}") from error
    count = len(document)
    if count > MOST_PAGES:
        raise Rejected(
            "too_long", f"It has {count:,} pages; at most {MOST_PAGES:,} are read. Split it into parts."
        )
    about = document.get_metadata_dict()
    outline.title, outline.front = (
        about.get("Title"),
        properties.front(about.get("Subject"), about.get("Keywords")),
    )
    outline.pages = count
    fonts: dict[int, tuple[bool, bool]] = {}
    pages = [_page(document, number, fonts) for number in range(1, count + 1)]
    _say_something(pages, outline)
    margins.mark(pages, outline)
    tables.find(pages)
    levels = headings.levels(pages, _bookmarks(document))
    blocks.write(pages, levels, outline)


def _complete(path: Path) -> None:
    """Every PDF ends by saying so; one that broke off would be read in part, and nobody would know."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL))
        if b"%%EOF" not in file.read():
            raise Rejected(
                "broken", "The end of the PDF is missing: copying or saving it broke off. Upload it again."
            )


def _page(document: Any, number: int, fonts: dict[int, tuple[bool, bool]]) -> Page:
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise Rejected("broken", f"Page {number:,} of the PDF is damaged. {AGAIN}") from error
    width, height = page.get_size()
    text = page.get_textpage()
    glyphs = Glyphs(text, width, height, fonts)
    segments = glyphs.segments()
    upright = glyphs.quarter % 2 == 0
    found = Page(number, width if upright else height, height if upright else width)
    found.items = [*ordered(lines(segments, number))]
    found.turned = glyphs.turned
    if pdfium.FPDFPage_CountObjects(page) <= MOST_OBJECTS:
        found.pictures = sum(1 for _ in page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], DEEPEST_FORM))
        found.rules = _rules(page, height) if glyphs.quarter == 0 else []
    found.links = _links(document, page, text)
    text.close()
    page.close()
    return found


def _rules(page: Any, height: float) -> list[tuple[Box, bool]]:
    """The straight lines of what is drawn on a page, each with whether it is upright."""
    found: list[tuple[Box, bool]] = []
    for thing in page.get_objects([pdfium.FPDF_PAGEOBJ_PATH], 1):
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFPageObj_GetMatrix(thing, matrix)
        found += _straight(thing, matrix, height)
        if len(found) > MOST_RULES:
            return []
    return found


def _straight(path: Any, matrix: Any, height: float) -> list[tuple[Box, bool]]:
    found: list[tuple[Box, bool]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for index in range(min(pdfium.FPDFPath_CountSegments(path), MOST_RULES)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            height - (matrix.b * x.value + matrix.d * y.value + matrix.f),
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            found += _rule(last, point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            found += _rule(point, start)
        last = point
    return found


def _rule(one: tuple[float, float], other: tuple[float, float]) -> list[tuple[Box, bool]]:
    (x0, x1), (top, bottom) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    wide, high = x1 - x0, bottom - top
    if min(wide, high) > 1 or max(wide, high) < SHORTEST_RULE:
        return []
    return [((x0, top, x1, bottom), high > wide)]


def _links(document: Any, page: Any, text: Any) -> list[tuple[str, str]]:
    """Addresses on the page with the words under them."""
    found: list[tuple[str, str]] = []
    position, link, rectangle = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    while pdfium.FPDFLink_Enumerate(page, position, link):
        action = pdfium.FPDFLink_GetAction(link)
        size = pdfium.FPDFAction_GetURIPath(document, action, None, 0) if action else 0
        if size > 1 and pdfium.FPDFLink_GetAnnotRect(link, rectangle):
            buffer = ctypes.create_string_buffer(size)
            pdfium.FPDFAction_GetURIPath(document, action, buffer, size)
            box = rectangle.left, rectangle.bottom, rectangle.right, rectangle.top
            found.append((buffer.value.decode("utf-8", "replace"), text.get_text_bounded(*box)))
    return found


def _bookmarks(document: Any) -> list[headings.Bookmark]:
    """The outline that a program wrote into the PDF."""
    found = []
    for bookmark in document.get_toc(max_depth=DEEPEST_BOOKMARK):
        target = bookmark.get_dest()
        page = target.get_index() if target else None
        if page is not None:
            found.append(headings.Bookmark(bookmark.level + 1, bookmark.get_title(), page + 1))
        if len(found) >= MOST_BOOKMARKS:
            break
    return found


def _say_something(pages: list[Page], outline: Outline) -> None:
    """Rejects what has no words, or none that are letters; notes the pages without."""
    letters = sum(page.letters for page in pages)
    silent = [page for page in pages if page.letters < 10]
    pictured = sum(1 for page in silent if page.pictures)
    if pictured and (letters < 10 * len(pages) or pictured >= 0.8 * len(pages)):
        raise Rejected(
            "scanned",
            f"{pictured:,} of {len(pages):,} pages are pictures of text, as a scanner makes them. Run text "
            "recognition (OCR) over it, or upload the document that it was printed from.",
        )
    unread = sum(
        text.count("\ufffd") + sum("\ue000" <= c <= "\uf8ff" for c in text) for text in _texts(pages)
    )
    if letters and unread > 0.3 * letters:
        detail = (
            f"The PDF's fonts do not say which letters they show, so that its text cannot be read. {AGAIN}"
        )
        raise Rejected("bad_encoding", detail)
    for page in pages:
        if page.letters < 10 and page.pictures:
            outline.losses.add(
                "picture page", "it is only a picture; add its text if it matters", page.number
            )
        else:
            outline.losses.add(
                "picture", "pictures are not read; say in words what they show", page.number, page.pictures
            )
        outline.losses.add("turned letter", "it stands across the text of the page", page.number, page.turned)


def _texts(pages: list[Page]) -> list[str]:
    return [segment.text for page in pages for line in page.lines for segment in line.segments]
