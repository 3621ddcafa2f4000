"""The runs of blocks between two headings: what a chunk may be cut from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from traclearn_documents import Block, Dropped, Heading

NOTHING = "There is nothing in it to read."
NOTHING_BELOW = "Nothing to read stands under this heading."
MAX_EXCERPT_CHARS = 80


@dataclass
class Section:
    """Consecutive blocks under the same headings, each with its number in the document."""

    heading: Heading
    blocks: list[tuple[int, Block]] = field(default_factory=list)


def split_sections(blocks: Sequence[Block]) -> tuple[list[Section], list[Dropped]]:
    """All blocks with something to read, and what is left out."""
    dropped: list[Dropped] = []
    sections: list[Section] = []
    open_section = False
    for number, block in enumerate(blocks):
        if block.kind == "heading":
            open_section = False
        elif not says_something(block):
            dropped.append(Dropped(excerpt(block), NOTHING, block.page))
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
