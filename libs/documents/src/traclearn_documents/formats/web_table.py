"""Tables of web pages, and the formulas that may stand in them."""

from bs4 import Tag
from lxml import etree

from traclearn_documents.building import dropped_content, formula, rows
from traclearn_documents.building.outline import Outline
from traclearn_documents.formats import web_pictures

LAYOUT = ["table", "pre", "h1", "h2", "h3", "h4", "h5", "h6"]
"""What no cell of a table holds that is only there to be read."""
PARSER = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)


def is_layout(table: Tag) -> bool:
    """Whether it is there to arrange a page, as they were made long ago."""
    return table.get("role") in ("presentation", "none") or table.find(LAYOUT) is not None


def read_table(table: Tag, outline: Outline) -> tuple[str, str]:
    """Its caption and its rows; links in it are noted."""
    for link in table.find_all("a", href=True):
        outline.link(str(link["href"]), link.get_text(" "))
    outline.dropped.add("picture", dropped_content.PICTURE, count=len(table.find_all(["img", "svg"])))
    for picture in table.find_all(web_pictures.NAMES):
        if picture.find_parent(web_pictures.NAMES) is None:
            picture.replace_with(web_pictures.mark(picture))
    for math in table.find_all("math"):
        math.replace_with(formula_of(math))
    for unread in table.find_all(["script", "style"]):
        unread.extract()
    caption = table.find("caption")
    lines = table.find_all("tr")
    headed = bool(lines) and lines[0].find("th") is not None
    return caption.get_text(" ") if caption else "", rows.table(_grid(lines), headed=headed)


def formula_of(math: Tag) -> str:
    """A MathML element in a line."""
    element = etree.fromstring(math.decode(), PARSER)
    return "" if element is None else formula.written(element)


def _grid(lines: list[Tag]) -> list[list[str]]:
    """The cells at their places; one that spans rows or columns leaves the others empty."""
    taken: set[tuple[int, int]] = set()
    grid = []
    for at, line in enumerate(lines):
        row: list[str] = []
        for cell in line.find_all(["td", "th"]):
            while (at, len(row)) in taken:
                row.append("")
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            taken |= {(at + down, len(row) + over) for down in range(1, high) for over in range(wide)}
            row += [cell.get_text(" "), *[""] * (wide - 1)]
        grid.append(row)
    return grid


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1")
    return min(int(value), rows.MAX_COLUMNS) if value.isdecimal() and len(value) < 9 and int(value) else 1
