"""Where a PDF leads: the addresses on its pages, and the bookmarks to its own parts."""

import ctypes
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from traclearn_documents.formats.pdf.headings import Bookmark

MAX_BOOKMARK_DEPTH = 6
MAX_BOOKMARKS = 5000


def links(document: Any, page: Any, text: Any) -> list[tuple[str, str]]:
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


def bookmarks(document: Any) -> list[Bookmark]:
    """The outline that a program wrote into the PDF."""
    found = []
    for bookmark in document.get_toc(max_depth=MAX_BOOKMARK_DEPTH):
        target = bookmark.get_dest()
        page = target.get_index() if target else None
        if page is not None:
            found.append(Bookmark(bookmark.level + 1, bookmark.get_title(), page + 1))
        if len(found) >= MAX_BOOKMARKS:
            break
    return found
