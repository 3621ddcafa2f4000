"""PowerPoint presentations (.pptx), whichever program wrote them: a slide is a page, its title a heading."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pptx
from lxml.etree import XMLSyntaxError
from pptx.enum.shapes import PP_PLACEHOLDER as PLACE
from pptx.exc import PythonPptxError

from traclearn_documents.building import dropped_content, properties, rows
from traclearn_documents.building.collecting import BlockCollector
from traclearn_documents.building.outline import Outline
from traclearn_documents.errors import Rejected
from traclearn_documents.formats.office.slide_text import Line, choose, lines
from traclearn_documents.recognition import archive

DAMAGED = f"The presentation is damaged. {archive.AGAIN}"
MAX_SLIDES = 2000
TITLES = {PLACE.TITLE, PLACE.CENTER_TITLE, PLACE.VERTICAL_TITLE}
AROUND = {PLACE.DATE, PLACE.FOOTER, PLACE.HEADER, PLACE.SLIDE_NUMBER}
SUBTITLES = {PLACE.SUBTITLE}
ROW = 360_000
"""English Metric Units (360,000 to the centimetre) within which shapes stand beside each other."""
SECTION = "secHead"
DECK, PART, SLIDE = 1, 2, 3
"""Levels of headings: the title slide's, a section's, and that of a slide in it."""


def read_file(path: Path, outline: Outline) -> None:
    archive.inspect(path)
    try:
        deck = pptx.Presentation(str(path))
        slides = list(deck.slides)
    except (PythonPptxError, XMLSyntaxError, KeyError, ValueError, AttributeError) as error:
        raise Rejected("broken", DAMAGED) from error
    if len(slides) > MAX_SLIDES:
        raise Rejected(
            "too_long", f"It has {len(slides):,} slides; at most {MAX_SLIDES:,} are read. Split it."
        )
    about = deck.core_properties
    outline.title, outline.front = about.title, properties.front(about.subject, about.keywords)
    outline.pages = len(slides)
    sections = any(_type(slide) == SECTION for slide in slides)
    collector = BlockCollector(outline)
    for page, slide in enumerate(slides, 1):
        if slide.element.get("show") == "0":
            outline.dropped.add("hidden slide", "it is not shown when the slides are", page)
        else:
            Slide(slide, page, collector).read(PART + sections)
    collector.flush()


class Slide:
    """One slide: its title, then its shapes from top to bottom, then what the speaker says."""

    def __init__(self, slide: Any, page: int, collector: BlockCollector) -> None:
        self._slide, self._page, self._collector = slide, page, collector
        self._dropped = collector.outline.dropped

    def read(self, level: int) -> None:
        choose(self._slide.element)
        shapes = list(self._shapes(self._slide.shapes))
        title = next((shape for shape in shapes if _place(shape) in TITLES), None)
        if title is not None and title.text_frame.text.strip():
            first = self._page == 1 and any(_place(shape) in SUBTITLES for shape in shapes)
            opens = first or (self._page == 1 and _place(title) == PLACE.CENTER_TITLE)
            here = DECK if opens else PART if _type(self._slide) == SECTION else level
            self._collector.heading(here, " ".join(line.text for line in lines(title.text_frame)), self._page)
        for shape in sorted((one for one in shapes if one is not title), key=_position):
            self._shape(shape)
        if self._slide.has_notes_slide and self._slide.notes_slide.notes_text_frame is not None:
            self._lines(lines(self._slide.notes_slide.notes_text_frame), listed=False)
        self._collector.flush()

    def _shapes(self, shapes: Any) -> Iterator[Any]:
        for shape in shapes:
            if hasattr(shape, "shapes"):
                yield from self._shapes(shape.shapes)
            else:
                yield shape

    def _shape(self, shape: Any) -> None:
        if _place(shape) in AROUND:
            self._dropped.add("slide footer", "it repeats on every slide")
        elif getattr(shape, "has_table", False):
            cells = [[cell.text for cell in row.cells] for row in shape.table.rows]
            self._collector.add("table", rows.table(cells, headed=shape.table.first_row), self._page)
        elif getattr(shape, "has_text_frame", False):
            body = shape.is_placeholder and _place(shape) not in SUBTITLES
            self._lines(lines(shape.text_frame, self._link), listed=body)
        elif getattr(shape, "has_chart", False):
            self._dropped.add("chart", "charts are not read; say in words what they show", self._page)
        elif shape.element.tag.endswith(("}pic", "}graphicFrame")):
            self._dropped.add("picture", dropped_content.PICTURE, self._page)

    def _lines(self, found: list[Line], *, listed: bool) -> None:
        """Points of a slide's body are a list if there are several; other words are paragraphs."""
        several = sum(line.kind == "text" for line in found) > 1
        for line in found:
            if line.kind != "text":
                self._collector.line(line.kind, line.text, self._page)
            elif line.marker or (line.marker is None and listed and several):
                self._collector.line(
                    "list", "  " * line.level + (line.marker or "- ") + line.text, self._page
                )
            else:
                self._collector.add("text", line.text, self._page)

    def _link(self, id: str, text: str) -> None:
        rel = self._slide.part.rels.get(id)
        if rel is not None and rel.is_external:
            self._collector.outline.link(rel.target_ref, text)


def _place(shape: Any) -> Any:
    return shape.placeholder_format.type if shape.is_placeholder else None


def _type(slide: Any) -> str | None:
    kind = slide.slide_layout.element.get("type")
    return None if kind is None else str(kind)


def _position(shape: Any) -> tuple[int, int]:
    return int(shape.top or 0) // ROW, int(shape.left or 0)
