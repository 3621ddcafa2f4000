"""Word documents (.docx), whichever program wrote them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from lxml.etree import XMLSyntaxError

from traclearn_documents.building import dropped_content, properties, rows
from traclearn_documents.building.collecting import BlockCollector
from traclearn_documents.building.outline import Outline
from traclearn_documents.errors import Rejected
from traclearn_documents.formats.office.word_styles import Styles
from traclearn_documents.formats.office.word_text import Element, Text, child, name, value
from traclearn_documents.recognition import archive

DAMAGED = f"The document is damaged. {archive.AGAIN}"
MAX_CELL_SPAN = rows.MAX_COLUMNS


def read_file(path: Path, outline: Outline) -> None:
    archive.inspect(path)
    try:
        document = docx.Document(str(path))
    except (OpcError, XMLSyntaxError, KeyError, ValueError) as error:
        raise Rejected("broken", DAMAGED) from error
    about = document.core_properties
    outline.title, outline.front = about.title, properties.front(about.subject, about.keywords)
    Word(document.part, outline).read()


class Word:
    """Goes through the body of one document."""

    def __init__(self, part: Any, outline: Outline) -> None:
        self._body = part.element.body
        self._outline = outline
        self._collector = BlockCollector(outline)
        parts = {
            rel.reltype.rpartition("/")[2]: rel.target_part
            for rel in part.rels.values()
            if not rel.is_external
        }
        self._targets = {id: rel.target_ref for id, rel in part.rels.items() if rel.is_external}
        self._styles = Styles(*(_root(parts.get(kind)) for kind in ("styles", "numbering")))
        self._notes = _notes(_root(parts.get("footnotes")), "f") | _notes(_root(parts.get("endnotes")), "e")
        self._titled = 0
        self._around(parts)

    def read(self) -> None:
        self._blocks(self._body)
        self._collector.flush()

    def _blocks(self, container: Element) -> None:
        for element in container:
            kind = name(element)
            if kind == "p":
                self._paragraph(element)
            elif kind == "tbl":
                self._table(element)
            elif kind == "sdt" and value(child(element, "sdtPr", "docPartObj", "docPartGallery")) is not None:
                self._outline.dropped.add("table of contents", "the headings themselves are kept")
            elif kind in ("sdt", "sdtContent", "ins", "customXml", "moveTo"):
                self._blocks(element)

    def _paragraph(self, paragraph: Element) -> None:
        text = Text(self._outline, self._targets, self._notes)
        words = text.read(paragraph)
        self._words(paragraph, words, bool(text.formulas) or _only_formula(paragraph))
        for one in text.formulas:
            self._collector.add("formula", one)
        for box in text.boxes:
            self._blocks(box)

    def _words(self, paragraph: Element, words: str, formula: bool) -> None:
        styles = self._styles
        if styles.is_contents(paragraph):
            self._outline.dropped.add("contents line", "the headings themselves are kept")
        elif not formula and words.strip() and styles.is_title(paragraph) and not self._titled:
            self._titled = 1
            self._collector.heading(1, words)
        elif words.strip() and (level := styles.heading(paragraph)):
            self._collector.heading(level + self._titled, words)
        elif styles.is_code(paragraph):
            self._collector.line("code", words)
        elif words.strip():
            self._prose(paragraph, words, formula)

    def _prose(self, paragraph: Element, words: str, formula: bool) -> None:
        marker = self._styles.item(paragraph)
        if marker is not None:
            self._collector.line("list", marker + words.strip().replace("\n", "\n" + " " * len(marker)))
        elif self._styles.is_quote(paragraph):
            self._collector.line("quote", words)
        else:
            self._collector.add("formula" if formula else "text", words)

    def _table(self, table: Element) -> None:
        """Its rows; a box of a single cell is no table but what is in it."""
        lines = [line for line in table.iter() if name(line) == "tr" and _table_of(line) is table]
        found = [
            [cell for cell in line.iter() if name(cell) == "tc" and _table_of(cell) is table]
            for line in lines
        ]
        if len(found) == 1 and len(found[0]) == 1:
            self._blocks(found[0][0])
            return
        self._collector.add(
            "table", rows.table([[text for cell in row for text in self._cell(cell)] for row in found])
        )

    def _cell(self, cell: Element) -> Iterator[str]:
        """Its text, and nothing for each further column that it spans."""
        merged = child(cell, "tcPr", "vMerge")
        goes_on = merged is not None and value(merged) in (None, "continue")
        paragraphs = [] if goes_on else [one for one in cell.iter() if name(one) == "p"]
        texts = [Text(self._outline, self._targets, self._notes) for _ in paragraphs]
        words = [text.read(paragraph) for text, paragraph in zip(texts, paragraphs, strict=True)]
        yield " ".join([*words, *(one for text in texts for one in text.formulas)])
        span = value(child(cell, "tcPr", "gridSpan")) or "1"
        yield from [""] * (min(int(span), MAX_CELL_SPAN) - 1 if span.isdecimal() else 0)

    def _around(self, parts: dict[str, Any]) -> None:
        for kind in ("header", "footer"):
            root = _root(parts.get(kind))
            if root is not None and "".join(root.itertext()).strip():
                self._outline.dropped.add(kind, "it repeats on every page")
        comments = _root(parts.get("comments"))
        self._outline.dropped.add(
            "comment", dropped_content.COMMENT, count=0 if comments is None else len(comments)
        )


def _root(part: Any) -> Element | None:
    """A part's XML; parts that the library does not know come as bytes."""
    if part is None:
        return None
    element = getattr(part, "element", None)
    return parse_xml(part.blob) if element is None else element


def _notes(root: Element | None, kind: str) -> dict[str, str]:
    """The texts of foot- or endnotes by kind and id, without the lines that Word draws above them."""
    notes = () if root is None else [note for note in root if value(note, "type") is None]
    return {
        kind + str(value(note, "id")): " ".join(
            "".join(one.text or "" for one in note.iter() if name(one) == "t").split()
        )
        for note in notes
    }


def _only_formula(paragraph: Element) -> bool:
    """Whether a formula is all that the paragraph says, though it is not marked as standing alone."""
    words = any(
        (one.text or "").strip() for run in paragraph if name(run) == "r" for one in run if name(one) == "t"
    )
    return not words and any(name(one) == "oMath" for one in paragraph)


def _table_of(element: Element) -> Element | None:
    return next((one for one in element.iterancestors() if name(one) == "tbl"), None)
