"""Plain text: paragraphs between empty lines; headings, lists, tables and code where they look like it."""

import re
from textwrap import dedent

from traclearn_documents.building import formula, front_matter
from traclearn_documents.building.outline import Outline

UNDERLINE = re.compile(r"([=\-~^*#\"'])\1{2,}[ \t]*")
ITEM = re.compile(r"[ \t]*(?:[-*•–+]|\d{1,3}[.)]|[a-z][.)])[ \t]+\S")
INDENTED = re.compile(r"(?: {4}|\t)")
MAX_HEADING_CHARS = 200


def read_text(text: str, outline: Outline) -> None:
    """Reads any text; underlined lines are headings, ranked by which underline came first."""
    found = front_matter.split(text)
    outline.front, outline.title = found.values, found.title
    Plain(found.rest.split("\n"), outline).read()


class Plain:
    """Goes through the lines once."""

    def __init__(self, lines: list[str], outline: Outline) -> None:
        self._lines = lines
        self._outline = outline
        self._underlines: list[str] = []
        self._paragraph: list[str] = []

    def read(self) -> None:
        at = 0
        while at < len(self._lines):
            at = self._formula(at) or self._code(at) or self._heading(at) or self._line(at)
        self._flush()

    def _formula(self, at: int) -> int | None:
        end = formula.end(self._lines, at)
        if end:
            self._flush()
            self._outline.add("formula", "\n".join(self._lines[at:end]))
        return end

    def _code(self, at: int) -> int | None:
        """Indented lines after an empty one, with the empty ones among them."""
        end = at
        if not self._paragraph:
            while end < len(self._lines) and (
                INDENTED.match(self._lines[end]) or not self._lines[end].strip()
            ):
                end += 1
        code = self._lines[at:end]
        if not any(line.strip() for line in code) or ITEM.match(next(line for line in code if line.strip())):
            return None
        self._outline.add("code", dedent("\n".join(code)))
        return end

    def _heading(self, at: int) -> int | None:
        title = self._lines[at].strip()
        below = self._lines[at + 1] if at + 1 < len(self._lines) else ""
        fits = UNDERLINE.fullmatch(below) and len(below.rstrip()) >= 0.75 * len(title)
        if not (fits and title) or len(title) > MAX_HEADING_CHARS or UNDERLINE.fullmatch(title):
            return None
        self._flush()
        if below[0] not in self._underlines:
            self._underlines.append(below[0])
        self._outline.heading(self._underlines.index(below[0]) + 1, title)
        return at + 2

    def _line(self, at: int) -> int:
        line = self._lines[at]
        if not line.strip():
            self._flush()
        elif not UNDERLINE.fullmatch(line):
            self._paragraph.append(line.rstrip())
        return at + 1

    def _flush(self) -> None:
        lines, self._paragraph = self._paragraph, []
        if not lines:
            return
        if len(lines) > 1 and all(line.strip().startswith("|") for line in lines):
            self._outline.add("table", "\n".join(line.strip() for line in lines))
        else:
            self._outline.add("list" if ITEM.match(lines[0]) else "text", "\n".join(lines))
