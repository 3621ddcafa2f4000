"""Cutting a block too large for one chunk: at rows, items, lines, sentences, words, at last anywhere."""

import re
from collections.abc import Callable
from typing import NamedTuple

from traclearn_documents import BlockKind

from indexer.domain.sentences import sentences

ITEM = re.compile(r"(\s*)(?:[-*+•‣◦–]|\d{1,3}[.)]|[a-zA-Z][.)])\s")
RULE = re.compile(r"[\s|:+=-]+")
"""The line below a table's header in Markdown."""
MIN_PART_CHARS = 24
"""What is shorter (a closing bracket) stays with what it follows, up to `MAX_JOINED_CHARS`."""
MAX_JOINED_CHARS = 200
Split = Callable[[str], list[str]]
Fits = Callable[[str], bool]


class BlockPart(NamedTuple):
    """Of a block's text; `break_cost` is what a chunk that begins here costs, 0 for between two blocks."""

    text: str
    break_cost: float = 0.0


def split_lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def split_items(text: str) -> list[str]:
    """The outermost items of a list, each with what is indented below it."""
    every = split_lines(text)
    indents = [len(match[1]) for line in every if (match := ITEM.match(line))]
    outermost = min(indents, default=0)
    found: list[str] = []
    for line in every:
        match = ITEM.match(line)
        if not found or (match and len(match[1]) <= outermost):
            found.append(line)
        else:
            found[-1] += line
    return found


def split_words(room: int) -> Split:
    """Runs of words of at most `room` bytes, which are at most as many tokens."""

    def split(text: str) -> list[str]:
        found: list[str] = []
        size = room
        for match in re.finditer(r"\s*\S+\s*$|\s*\S+", text):
            length = len(match[0].encode())
            if size + length > room:
                found.append("")
                size = 0
            found[-1] += match[0]
            size += length
        return found

    return split


def split_characters(room: int) -> Split:
    step = max(1, room // 4)  # no character takes more than four bytes

    def split(text: str) -> list[str]:
        return [text[start : start + step] for start in range(0, len(text), step)]

    return split


def split_levels(kind: BlockKind, room: int) -> list[tuple[Split, float]]:
    """What a block is cut at, the gentlest first, and the break cost of each."""
    own: dict[str, list[tuple[Split, float]]] = {
        "table": [(split_lines, 0.1)],
        "list": [(split_items, 0.1), (split_lines, 0.3), (sentences, 0.4)],
        "code": [(split_lines, 0.4)],
        "formula": [(split_lines, 0.4)],
    }
    prose: list[tuple[Split, float]] = [(sentences, 0.15), (split_lines, 0.5)]
    return [*own.get(kind, prose), (split_words(room), 1.0), (split_characters(room), 2.0)]


def split_block(kind: BlockKind, text: str, room: int, fits: Fits) -> list[BlockPart]:
    """Parts that fit; joined they are the text again."""
    found = _split(text, split_levels(kind, room), fits)
    joined: list[BlockPart] = []
    for part in found:
        both = joined[-1].text + part.text if joined and len(part.text) < MIN_PART_CHARS else ""
        if both and len(both) <= MAX_JOINED_CHARS and fits(both):
            joined[-1] = BlockPart(both, joined[-1].break_cost)
        else:
            joined.append(part)
    return [_eased(part) for part in joined] if kind == "code" else joined


def _split(text: str, at: list[tuple[Split, float]], fits: Fits) -> list[BlockPart]:
    if not at or fits(text):
        return [BlockPart(text)]
    (split, break_cost), *finer = at
    found: list[BlockPart] = []
    for part in split(text):
        first, *rest = _split(part, finer, fits)
        found += [BlockPart(first.text, break_cost if found else 0.0), *rest]
    return found


def _eased(part: BlockPart) -> BlockPart:
    """A line of code without indentation begins something of its own."""
    begins = part.text[:1].isalpha() or part.text[:1] in "#@/"
    return BlockPart(part.text, min(part.break_cost, 0.1)) if begins else part


def table_header(table: str) -> str:
    """The first row of a table, with the rule below it, to be repeated above every part."""
    first, *rest = split_lines(table)
    rule = rest[0] if rest and RULE.fullmatch(rest[0]) and "-" in rest[0] else ""
    return first + rule
