"""Headers and footers: lines at the edge of pages that are the same on many, but for a number."""

import re
from collections import defaultdict

from traclearn_documents.building.outline import Outline
from traclearn_documents.formats.pdf.headings import body_size
from traclearn_documents.formats.pdf.page import Line, Page

MARGIN_SHARE = 0.12
"""Of the page's height, at its top and at its bottom."""
MAX_MARGIN_LINES = 3
"""Lines at either edge that may repeat."""
MIN_REPEATED_PAGES, MIN_REPEATED_SHARE = 2, 0.2
"""Pages, at least, and their share: chapters have headers of their own, left pages others than right ones."""
MAX_MARGIN_SIZE = 1.05
"""Times the size of most letters: what is larger is the title of a slide, however often it comes."""
SAME_PLACE_POINTS = 6
"""Points."""
NUMBER = re.compile(r"\d+|(?<![a-z])[ivxlc]+(?![a-z])")


def mark_margins(pages: list[Page], outline: Outline) -> None:
    """Marks them, and notes each kind once."""
    largest = MAX_MARGIN_SIZE * body_size(pages)
    found: defaultdict[tuple[str, int], list[Line]] = defaultdict(list)
    for page in pages:
        for line in _edges(page):
            if line.size <= largest:
                found[NUMBER.sub("#", line.text.casefold()), round(line.y / SAME_PLACE_POINTS)].append(line)
    for repeated in found.values():
        places = {line.page for line in repeated}
        if len(places) >= max(MIN_REPEATED_PAGES, MIN_REPEATED_SHARE * len(pages)):
            for line in repeated:
                line.repeats = True
            what = f"header or footer “{repeated[0].text[:60]}”"
            outline.dropped.add(what, f"it repeats on {len(places):,} pages")


def _edges(page: Page) -> list[Line]:
    """The outermost lines at the top and at the bottom."""
    down = sorted(page.lines, key=lambda line: line.y)
    top = [line for line in down[:MAX_MARGIN_LINES] if line.y < MARGIN_SHARE * page.height]
    bottom = [line for line in down[-MAX_MARGIN_LINES:] if line.y > (1 - MARGIN_SHARE) * page.height]
    return top + [line for line in bottom if line not in top]
