"""Which lines of a PDF are headings, by its bookmarks and by the size of the letters."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from traclearn_documents.formats.pdf.page import Line, Page

MIN_HEADING_SIZE = 1.12
"""Times the size of most letters."""
MAX_HEADING_CHARS = 200
MAX_HEADING_LINES = 3
MAX_HEADING_DEPTH = 6
MIN_BODY_LETTERS = 100
"""Letters of one size from which on they are the text of a page."""
MIN_BOLD_HEADING_CHARS = 4
MAX_BOLD_HEADING_CHARS = 80
NUMBERING = re.compile(r"^[\dIVX]+(?:\.\d+)*\.?\s+")
LEADERS = re.compile(r"(?:\s?\.){4,}\s*\w*$")
"""Dots up to a page's number: a line of a table of contents."""
SENTENCE = (".", ",", ";", ":", "!")

Levels = dict[int, int]
"""The level of a heading by `id` of its first line; 0 for a line that goes on with it."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of a PDF's own outline; `level` and `page` count from 1."""

    level: int
    title: str
    page: int


def levels(pages: list[Page], bookmarks: list[Bookmark]) -> Levels:
    """The headings: bookmarked lines at their bookmark's level, others below those that are larger."""
    body = body_size(pages)
    found = _marked(pages, bookmarks)
    sizes: defaultdict[float, list[int]] = defaultdict(list)
    for page in pages:
        for line in page.lines:
            if found.get(id(line)):
                sizes[line.size].append(found[id(line)])
    groups = [group for page in pages for group in _groups(page, body, found)]
    title = _title(groups, max(sizes, default=body))
    if title:
        groups = _without_bylines(groups, title, pages[0].lines)
        found = {line: level and level + 1 for line, level in found.items()}
        sizes = defaultdict(list, {size: [level + 1 for level in at] for size, at in sizes.items()})
    ranks = _ranks(
        {group[0].size for group in groups}, {size: round(median(at)) for size, at in sizes.items()}
    )
    for group in groups:
        found |= {id(line): 0 for line in group} | {id(group[0]): ranks[group[0].size]}
    return found


def _title(groups: list[list[Line]], beyond: float) -> list[Line] | None:
    """The document's title: the largest letters of its first page, if larger than all that is bookmarked."""
    first = [group for group in groups if group[0].page == 1]
    largest = max(first, key=lambda group: group[0].size, default=None)
    return largest if largest and largest[0].size > beyond else None


def _without_bylines(groups: list[list[Line]], title: list[Line], lines: list[Line]) -> list[list[Line]]:
    """Leaves out who wrote it and when: large lines that stand between the title and the text."""
    starts = {id(group[0]): group for group in groups}
    at = next(at for at, line in enumerate(lines) if line is title[-1]) + 1
    bylines = set()
    while at < len(lines) and id(lines[at]) in starts:
        bylines.add(id(lines[at]))
        at += len(starts[id(lines[at])])
    return [group for group in groups if id(group[0]) not in bylines or _often(group, groups)]


def _often(group: list[Line], groups: list[list[Line]]) -> bool:
    return sum(other[0].size == group[0].size for other in groups) > 1


def body_size(pages: list[Page]) -> float:
    """The size that most letters have."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _marked(pages: list[Page], bookmarks: list[Bookmark]) -> Levels:
    """The lines that bookmarks point to."""
    found: Levels = {}
    for bookmark in bookmarks:
        title = _plain(bookmark.title)
        if not title or bookmark.page > len(pages):
            continue
        lines = [line for line in pages[bookmark.page - 1].lines if not line.repeats]
        for at, line in enumerate(lines):
            count = 0 if id(line) in found else _matching(lines[at : at + MAX_HEADING_LINES], title)
            if count:
                found |= {id(other): 0 for other in lines[at : at + count]} | {id(line): bookmark.level}
                break
    return found


def _matching(lines: list[Line], title: str) -> int:
    """How many of the lines make up the title, numbered or not; 0 when they do not."""
    for count in range(1, len(lines) + 1):
        text = " ".join(line.text for line in lines[:count])
        if title in (_plain(text), _plain(NUMBERING.sub("", text))):
            return count
    return 0


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _groups(page: Page, body: float, marked: Levels) -> Iterator[list[Line]]:
    """Lines that look like headings, those of one heading together."""
    lines = page.lines
    body = max(body, _own_body(page))
    group: list[Line] = []
    for at, line in enumerate(lines):
        heading = id(line) not in marked and (_larger(line, body) or _alone(lines, at, body))
        goes_on = (
            heading and group and line.size == group[-1].size and 0 < line.y - group[-1].y < 1.8 * line.size
        )
        if not goes_on:
            if 0 < len(group) <= MAX_HEADING_LINES:
                yield group
            group = []
        if heading:
            group.append(line)
    if 0 < len(group) <= MAX_HEADING_LINES:
        yield group


def _own_body(page: Page) -> float:
    """The size that half of a full page's letters have: slides have sizes of their own."""
    size = body_size([page])
    share = sum(len(line.text) for line in page.lines if line.size == size)
    return size if share >= MIN_BODY_LETTERS and share >= 0.5 * page.letters else 0.0


def _larger(line: Line, body: float) -> bool:
    text = line.text
    says = sum(map(str.isalpha, text)) >= 2 and len(text) <= MAX_HEADING_CHARS and not LEADERS.search(text)
    return says and line.size >= MIN_HEADING_SIZE * body and not line.repeats and not line.mono


def _alone(lines: list[Line], at: int, body: float) -> bool:
    """Whether it is a short bold line with other letters around it."""
    line, text = lines[at], lines[at].text
    if not line.bold or line.repeats or line.mono or not body <= line.size < MIN_HEADING_SIZE * body:
        return False
    around = lines[max(0, at - 1) : at] + lines[at + 1 : at + 2]
    fits = (
        MIN_BOLD_HEADING_CHARS <= len(text) <= MAX_BOLD_HEADING_CHARS
        and not text.endswith(SENTENCE)
        and text[0].isalnum()
        and any(map(str.isalpha, text))
    )
    return (
        fits and len(line.spans) == 1 and not any(other.bold and other.size == line.size for other in around)
    )


def _ranks(sizes: set[float], known: dict[float, int]) -> dict[float, int]:
    """The level for each size of letters, given that of some."""
    found: dict[float, int] = {}
    level = 0
    for size in sorted(sizes | known.keys(), reverse=True):
        level = found[size] = min(known.get(size, level + 1), MAX_HEADING_DEPTH)
    return found
