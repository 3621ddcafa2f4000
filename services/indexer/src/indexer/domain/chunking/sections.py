"""The runs of blocks between two headings: what a chunk may be cut from."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from traclearn_documents import Block, Dropped, Heading, Link

NOTHING = "There is nothing in it to read."
NOTHING_BELOW = "Nothing to read stands under this heading."
ONLY_LINKS = "It only leads to other pages and sections."
MAX_EXCERPT_CHARS = 80
WORD = re.compile(r"\w+")
LinkTexts = dict[str, set[str]]
"""By their first word."""
MIN_LINKS = 2
"""One alone may be what the text is about."""
MAX_SHARE_BESIDE_LINKS = 0.3
"""Of the letters of a list or table, those outside of its links, up to which it is a table of contents."""


@dataclass
class Section:
    """Consecutive blocks under the same headings, each with its number in the document."""

    heading: Heading
    blocks: list[tuple[int, Block]] = field(default_factory=list)


def split_sections(
    blocks: Sequence[Block], links: Sequence[Link] = ()
) -> tuple[list[Section], list[Dropped]]:
    """All blocks with something to read, and what is left out; where that would be all, links are kept."""
    found = _split(blocks, links)
    return found if found[0] or not links else _split(blocks, ())


def _split(blocks: Sequence[Block], links: Sequence[Link]) -> tuple[list[Section], list[Dropped]]:
    texts: dict[Heading, LinkTexts] = defaultdict(lambda: defaultdict(set))
    for link in links:
        for first in WORD.findall(link.text)[:1]:
            texts[link.heading][first].add(link.text)
    dropped: list[Dropped] = []
    sections: list[Section] = []
    open_section = False
    for number, block in enumerate(blocks):
        if block.kind == "heading":
            open_section = False
        elif not says_something(block):
            dropped.append(Dropped(excerpt(block), NOTHING, block.page))
        elif only_links(block, texts[block.heading]):
            dropped.append(Dropped(excerpt(block), ONLY_LINKS, block.page))
        else:
            if not open_section or sections[-1].heading != block.heading:
                sections.append(Section(block.heading))
            sections[-1].blocks.append((number, block))
            open_section = True
    return sections, dropped + list(_bare(blocks, sections))


def says_something(block: Block) -> bool:
    """Symbols alone say something only as a formula."""
    if block.kind == "formula":
        return bool(block.text.strip())
    return any(character.isalnum() for character in block.text)


def only_links(block: Block, links: LinkTexts) -> bool:
    """Whether a block is a list of links, given the texts of those under its headings."""
    if block.kind not in ("list", "table", "text") or not links:
        return False
    text = " ".join(block.text.split())
    begun = {link for word in {*WORD.findall(text)} for link in links.get(word, ())}
    held = sorted((link for link in begun if link in text), key=len, reverse=True)
    if not held:
        return False
    beside, count = re.subn("|".join(map(re.escape, held)), "", text)
    allowed = 0.0 if block.kind == "text" else MAX_SHARE_BESIDE_LINKS * _letters(text)
    return count >= MIN_LINKS and _letters(beside) <= allowed


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def excerpt(block: Block) -> str:
    text = " ".join(block.text.split())
    short = text if len(text) <= MAX_EXCERPT_CHARS else text[: MAX_EXCERPT_CHARS - 1] + "…"
    return f"{block.kind} “{short}”" if short else f"empty {block.kind}"


def _bare(blocks: Sequence[Block], sections: Sequence[Section]) -> Iterator[Dropped]:
    """Headings that stand above nothing: they are in no chunk's path."""
    used = {
        tuple(map(plain, section.heading[:depth]))
        for section in sections
        for depth in range(1, len(section.heading) + 1)
    }
    for block in blocks:
        if block.kind == "heading" and tuple(map(plain, (*block.heading, block.text))) not in used:
            yield Dropped(excerpt(block), NOTHING_BELOW, block.page)


def plain(title: str) -> str:
    return " ".join(title.split())
