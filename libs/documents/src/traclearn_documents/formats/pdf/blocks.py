"""Lines of pages joined to paragraphs, lists and code, and written into the outline."""

import re
from collections import Counter
from itertools import pairwise
from statistics import median

from traclearn_documents.building import rows
from traclearn_documents.building.collecting import BlockCollector
from traclearn_documents.building.outline import Outline
from traclearn_documents.formats.pdf.headings import Levels
from traclearn_documents.formats.pdf.page import Line, Page, Table

BULLET = re.compile(r"(?:[•◦▪▫‣●○■□➢➤❖✓–—*\-\uf000-\uf0ff]|o(?=\s))\s*(?=\S)")
NUMBER = re.compile(r"(?:(?:\d{1,3}|[a-z])[.)]|[A-Z]\))\s+(?=\S)")
ENDS = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
OPERATOR = re.compile(r"[=≈≠<>≤≥≪≫∝∼∑∏∫√±×÷→⇒∈∂∇]")
FUNCTION = re.compile(r"\b(?:arc)?(?:sin|cos|tan|log|exp|lim|max|min|mod|sinh|cosh|tanh|const)\b")
LONG_WORD = re.compile(r"[^\W\d_]{4,}|[^\W\d_]{2,} [^\W\d_]{2,}")
MAX_FORMULA_CHARS = 80
DEFAULT_LINE_GAP = 1.2
"""Of the letters' size, from line to line, where a document has too few lines to tell."""
MIN_PARAGRAPH_GAP = 0.35
"""Of the size: by how much more a gap is one between paragraphs."""
MIN_INDENT = 0.8
"""Of the size: by how much a line must stand further right."""
MIN_FREE_ROOM = 0.15
"""Of the page's width: room left on a line that a further word would have taken."""
MONO_LETTER_WIDTH = 0.6
"""Of the size: how wide a typewriter's letters are."""


def write_blocks(pages: list[Page], levels: Levels, outline: Outline) -> None:
    """Writes all pages. What goes on over a page's end stands on the page where it began."""
    Writer(pages, levels, outline).write()


class Writer:
    """Goes through the lines of all pages once; `_open` are those of the paragraph in the making."""

    def __init__(self, pages: list[Page], levels: Levels, outline: Outline) -> None:
        self._pages, self._levels = pages, levels
        self._collector = BlockCollector(outline)
        self._pitch = _pitch(pages)
        self._words = Counter(
            word for page in pages for line in page.lines for word in WORD.findall(line.text.lower())
        )
        self._open: list[Line] = []
        self._bullets: list[float] = []
        self._right = 0.0

    def write(self) -> None:
        for page in self._pages:
            self._right = max((line.x1 for line in page.lines), default=0.0)
            for item in page.items:
                if isinstance(item, Table):
                    self._end()
                    self._collector.add("table", rows.table(item.rows), page.number)
                elif not item.repeats:
                    self._line(item)
            for target, words in page.links:
                self._collector.outline.link(target, words)
        self._end()
        self._collector.flush()

    def _line(self, line: Line) -> None:
        level = self._levels.get(id(line))
        if level == 0 and self._open:
            self._open.append(line)
            return
        if level or self._starts(line):
            self._end()
        self._open.append(line)

    def _starts(self, line: Line) -> bool:
        """Whether a line begins something new."""
        if not self._open or id(self._open[0]) in self._levels:
            return True
        last = self._open[-1]
        if last.mono or line.mono:
            return last.mono != line.mono or last.page != line.page
        if _is_formula(line) and all(map(_is_formula, self._open)):
            return line.page != last.page
        if _marker(line) or abs(line.size - last.size) > 0.1 * last.size:
            return True
        below = line.y - last.y
        if line.page != last.page or below <= 0:
            return bool(ENDS.search(last.text)) or not line.text[:1].islower()
        return (
            below > (self._pitch + MIN_PARAGRAPH_GAP) * last.size
            or self._indented(line)
            or self._was_short(last)
        )

    def _indented(self, line: Line) -> bool:
        """Whether its indentation begins a paragraph: not below a bullet, where all lines are indented."""
        first, last = self._open[0], self._open[-1]
        if _marker(first):
            return line.x0 <= first.x0 + 1 and bool(ENDS.search(last.text))
        return line.x0 > last.x0 + MIN_INDENT * line.size and bool(ENDS.search(last.text))

    def _was_short(self, last: Line) -> bool:
        """Whether a sentence ended with much room left on its line."""
        return last.x1 < self._right - MIN_FREE_ROOM * self._pages[last.page - 1].width and bool(
            ENDS.search(last.text)
        )

    def _end(self) -> None:
        """Writes what is open."""
        lines, self._open = self._open, []
        if not lines:
            return
        first, page = lines[0], lines[0].page
        marker = _marker(first)
        if self._levels.get(id(first)):
            self._bullets = []
            self._collector.heading(self._levels[id(first)], self._joined(lines), page)
        elif first.mono:
            for text in _code(lines):
                self._collector.line("code", text, page)
        elif marker:
            words = self._joined(lines)[len(marker) :].strip()
            sign = f"{marker.strip()} " if NUMBER.match(marker + "x") else "- "
            self._collector.line("list", "  " * self._depth(first.x0) + sign + words, page)
        elif all(map(_is_formula, lines)):
            words = " ".join(line.text for line in sorted(lines, key=lambda line: line.x0))
            self._collector.add("formula" if OPERATOR.search(words) else "text", words, page)
        else:
            self._bullets = []
            self._collector.add("text", self._joined(lines), page)

    def _depth(self, x0: float) -> int:
        """How deep a bullet stands in its list, by how far from the left."""
        while self._bullets and self._bullets[-1] > x0 + 2:
            self._bullets.pop()
        if not self._bullets or x0 > self._bullets[-1] + 2:
            self._bullets.append(x0)
        return len(self._bullets) - 1

    def _joined(self, lines: list[Line]) -> str:
        """The lines in one; a word that was parted at a line's end is whole again."""
        text = lines[0].text
        for line in lines[1:]:
            more = line.text
            if text.endswith("-") and text[-2:-1].isalpha() and more[:1].islower():
                text = text[:-1] + ("-" if self._keeps_hyphen(text, more) else "") + more
            else:
                text = f"{text} {more}"
        return text

    def _keeps_hyphen(self, before: str, after: str) -> bool:
        """Whether the document writes the word with its hyphen elsewhere, and not without."""
        left, right = WORD.findall(before[-40:-1].lower()), WORD.findall(after[:40].lower())
        if not left or not right:
            return False
        return self._words[f"{left[-1]}-{right[0]}"] > self._words[left[-1] + right[0]]


def _marker(line: Line) -> str:
    """The bullet or number that a line begins with; "" without one."""
    text = line.text
    found = BULLET.match(text) or NUMBER.match(text)
    if found is None or not any(map(str.isalnum, text[found.end() :])):
        return ""
    return found.group()


def _is_formula(line: Line) -> bool:
    """Whether it has signs, numbers and names of values, and no word."""
    text = line.text
    return (
        len(text) <= MAX_FORMULA_CHARS
        and not LONG_WORD.search(FUNCTION.sub("", text))
        and not ENDS.search(text)
    )


def _pitch(pages: list[Page]) -> float:
    """How far apart the lines of a paragraph usually are, in sizes of their letters."""
    gaps = []
    for page in pages:
        lines = [line for line in page.lines if not line.repeats]
        for above, line in pairwise(lines):
            if line.size == above.size and 0.8 < (line.y - above.y) / line.size < 2.6:
                gaps.append((line.y - above.y) / line.size)
    if len(gaps) < 5:
        return DEFAULT_LINE_GAP
    return min(median(gaps), 2.2)


def _code(lines: list[Line]) -> list[str]:
    """Lines of code with their indentation, and with empty lines where there is room for one."""
    left = min(line.x0 for line in lines)
    found: list[str] = []
    for at, line in enumerate(lines):
        if at and line.y - lines[at - 1].y > 1.9 * line.size:
            found.append("")
        text, end = "", left
        for span in line.spans:
            text += " " * max(0, round((span.x0 - end) / (MONO_LETTER_WIDTH * span.size))) + span.text.strip()
            end = span.x1
        found.append(text)
    return found
