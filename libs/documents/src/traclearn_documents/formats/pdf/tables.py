"""Tables on pages: cells between rules by pdfplumber's geometry, and columns without rules."""

import re
from collections.abc import Sequence

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from traclearn_documents.formats.pdf.page import Box, Line, Page, Table, TextSpan

MAX_EDGES = 300
"""Rules of a page after joining; more of them are a drawing or a chart."""
TOLERANCE_POINTS = 3
"""Points by which rules that belong together may miss each other."""
MARKER = re.compile(r"\W|\(?\w{1,3}[.)]")
MIN_ROWS = 3
"""Of columns without rules: two lines may stand like that by chance."""
MAX_SIZE_DIFFERENCE = 0.1
"""Of the size of a table's letters, from row to row."""


def find_tables(pages: list[Page]) -> None:
    """Puts tables in the place of the lines that they are made of."""
    for page in pages:
        for cells in _ruled(page):
            _replace(page, cells)
        page.items = _aligned(page)


def _ruled(page: Page) -> list[list[Box]]:
    """The cells of each table with rules between them."""
    edges = [
        {
            **{"x0": x0, "top": top, "x1": x1, "bottom": bottom, "width": x1 - x0, "height": bottom - top},
            "orientation": "v" if upright else "h",
        }
        for (x0, top, x1, bottom), upright in page.rules
    ]
    if len({edge["orientation"] for edge in edges}) < 2:
        return []
    joined = merge_edges(edges, TOLERANCE_POINTS, TOLERANCE_POINTS, TOLERANCE_POINTS, TOLERANCE_POINTS)
    if len(joined) > MAX_EDGES:
        return []
    cells = intersections_to_cells(edges_to_intersections(joined, TOLERANCE_POINTS, TOLERANCE_POINTS))
    tables: list[list[Box]] = cells_to_tables(cells)
    return [table for table in tables if len(_starts(table, 0)) > 1 and len(_starts(table, 1)) > 1]


def _starts(cells: Sequence[Box], side: int) -> list[float]:
    return sorted({cell[side] for cell in cells})


def _replace(page: Page, cells: list[Box]) -> None:
    """Moves the words in the cells out of the page's lines into a table."""
    columns, tops = _starts(cells, 0), _starts(cells, 1)
    words: dict[Box, list[TextSpan]] = {cell: [] for cell in cells}
    left: list[Line | Table] = []
    place = None
    for item in page.items:
        outside = [span for span in _spans(item) if not _put(span, words)]
        if len(outside) == len(_spans(item)):
            left.append(item)
            continue
        place = len(left) if place is None else place
        if outside:
            left.append(Line(outside, page.number))
    if sum(map(bool, words.values())) < 2 or place is None:
        return
    rows = [[""] * len(columns) for _ in tops]
    for (x0, top, _, _), spans in words.items():
        rows[tops.index(top)][columns.index(x0)] = " ".join(span.text for span in spans)
    left.insert(place, Table(rows, page.number))
    page.items = left


def _spans(item: Line | Table) -> list[TextSpan]:
    return item.spans if isinstance(item, Line) else []


def _put(span: TextSpan, words: dict[Box, list[TextSpan]]) -> bool:
    """Puts a segment into the cell that its middle lies in."""
    x, y = (span.x0 + span.x1) / 2, span.y - 0.3 * span.size
    for (x0, top, x1, bottom), inside in words.items():
        if x0 <= x <= x1 and top <= y <= bottom:
            inside.append(span)
            return True
    return False


def _aligned(page: Page) -> list[Line | Table]:
    """The items with neighbouring lines of equally many spans, below each other, made tables."""
    found: list[Line | Table] = []
    rows: list[Line] = []
    for item in page.items:
        if isinstance(item, Line) and _is_row(item) and (not rows or _below(rows[-1], item)):
            rows.append(item)
            continue
        found += _table(rows, page.number)
        rows = []
        if isinstance(item, Line) and _is_row(item):
            rows.append(item)
        else:
            found.append(item)
    return found + _table(rows, page.number)


def _is_row(line: Line) -> bool:
    """Several things beside each other, the first of which is not an item's bullet or number."""
    plain = len(line.spans) > 1 and not line.repeats and not line.mono
    return plain and not MARKER.fullmatch(line.spans[0].text.strip())


def _below(above: Line, line: Line) -> bool:
    """Whether each segment stands below one of the other line's, as large, and not far."""
    if abs(above.size - line.size) > MAX_SIZE_DIFFERENCE * above.size:
        return False  # a section's heading right below its chapter's
    if len(above.spans) != len(line.spans) or not 0 < line.y - above.y < 4 * above.size:
        return False
    pairs = zip(above.spans, line.spans, strict=True)
    return all(one.x0 < other.x1 and other.x0 < one.x1 for one, other in pairs)


def _table(rows: list[Line], page: int) -> list[Line | Table]:
    if len(rows) < MIN_ROWS:
        return [*rows]
    return [Table([[span.text for span in row.spans] for row in rows], page)]
