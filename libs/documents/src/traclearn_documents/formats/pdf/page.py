"""What stands on one page of a PDF: lines of words with their places and fonts, rules, pictures, links.

Places are points, from the left and from the top, as the text is read: a page whose text is turned is turned.
"""

from dataclasses import dataclass, field

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
MIN_COLUMN_GAP = 1.0
"""Of the letters' size: a gap that is no space between words."""


@dataclass(slots=True)
class TextSpan:
    """Words beside each other without a wide gap between them; `y` is the line that they stand on."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    mono: bool


@dataclass(slots=True)
class Line:
    """Spans on one line, in order; most lines have one."""

    spans: list[TextSpan]
    page: int
    repeats: bool = False
    """Whether it is a header or footer."""

    @property
    def text(self) -> str:
        return " ".join(" ".join(span.text.split()) for span in self.spans)

    @property
    def x0(self) -> float:
        return self.spans[0].x0

    @property
    def x1(self) -> float:
        return self.spans[-1].x1

    @property
    def y(self) -> float:
        return self.spans[0].y

    @property
    def size(self) -> float:
        """To half a point, of its longest segment."""
        return round(max(self.spans, key=lambda span: len(span.text)).size * 2) / 2

    @property
    def bold(self) -> bool:
        return all(span.bold for span in self.spans)

    @property
    def mono(self) -> bool:
        return all(span.mono for span in self.spans)


@dataclass(slots=True)
class Table:
    """A table among the lines of a page, where its first row stood."""

    rows: list[list[str]]
    page: int
    headed: bool = True


@dataclass(slots=True)
class Page:
    """One page; `items` are lines and tables in the order in which the program wrote them."""

    number: int
    width: float
    height: float
    items: list[Line | Table] = field(default_factory=list)
    rules: list[tuple[Box, bool]] = field(default_factory=list)
    """Straight lines, and whether each is upright."""
    pictures: int = 0
    turned: int = 0
    """Letters that stand across the page's text."""
    links: list[tuple[str, str]] = field(default_factory=list)
    """Addresses and the words that they stand under."""

    @property
    def lines(self) -> list[Line]:
        return [item for item in self.items if isinstance(item, Line)]

    @property
    def letters(self) -> int:
        return sum(len(span.text) for line in self.lines for span in line.spans)


def lines(spans: list[TextSpan], page: int) -> list[Line]:
    """Spans that the program wrote one after another on the same line, put together."""
    found: list[Line] = []
    for span in spans:
        last = found[-1].spans[-1] if found else None
        if last and abs(last.y - span.y) < 0.3 * last.size and span.x0 > last.x1 - 0.3 * last.size:
            found[-1].spans.append(span)
        else:
            found.append(Line([span], page))
    return found
