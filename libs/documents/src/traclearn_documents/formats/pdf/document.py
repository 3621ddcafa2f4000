"""Reads a PDF: its pages by PDFium, then what they say together."""

from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from traclearn_documents.building import properties
from traclearn_documents.building.outline import Outline
from traclearn_documents.errors import Rejected
from traclearn_documents.formats.pdf import blocks, headings, legibility, links, margins, rules, tables
from traclearn_documents.formats.pdf.glyphs import Glyphs
from traclearn_documents.formats.pdf.order import ordered
from traclearn_documents.formats.pdf.page import Page, lines

MAX_PAGES = 2000
MAX_PAGE_OBJECTS = 20_000
"""Things on a page; more of them are a map, in which nobody looks for tables."""
MAX_FORM_DEPTH = 4


def read_file(path: Path, outline: Outline) -> None:
    legibility.whole(path)
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise Rejected(
                "encrypted", "The PDF is locked with a password. Save it without one and upload that file."
            ) from error
        raise Rejected("broken", f"The PDF is damaged. {legibility.AGAIN}") from error
    count = len(document)
    if count > MAX_PAGES:
        raise Rejected(
            "too_long", f"It has {count:,} pages; at most {MAX_PAGES:,} are read. Split it into parts."
        )
    about = document.get_metadata_dict()
    outline.title, outline.front = (
        about.get("Title"),
        properties.front(about.get("Subject"), about.get("Keywords")),
    )
    outline.pages = count
    fonts: dict[int, tuple[bool, bool]] = {}
    pages = [_page(document, number, fonts) for number in range(1, count + 1)]
    legibility.legible(pages, outline)
    margins.mark_margins(pages, outline)
    tables.find_tables(pages)
    levels = headings.levels(pages, links.bookmarks(document))
    blocks.write_blocks(pages, levels, outline)


def _page(document: Any, number: int, fonts: dict[int, tuple[bool, bool]]) -> Page:
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise Rejected("broken", f"Page {number:,} of the PDF is damaged. {legibility.AGAIN}") from error
    width, height = page.get_size()
    text = page.get_textpage()
    glyphs = Glyphs(text, width, height, fonts)
    spans = glyphs.spans()
    upright = glyphs.quarter % 2 == 0
    found = Page(number, width if upright else height, height if upright else width)
    found.items = [*ordered(lines(spans, number))]
    found.turned = glyphs.turned
    if pdfium.FPDFPage_CountObjects(page) <= MAX_PAGE_OBJECTS:
        found.pictures = sum(1 for _ in page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], MAX_FORM_DEPTH))
        found.rules = rules.rules(page, height) if glyphs.quarter == 0 else []
    found.links = links.links(document, page, text)
    text.close()
    page.close()
    return found
