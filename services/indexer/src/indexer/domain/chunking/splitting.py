"""Cutting a block too large for one chunk: at rows, items, lines, sentences, words, at last anywhere."""

import re
from collections.abc import Callable
from typing import NamedTuple

from traclearn_documents import BlockKind

from indexer.domain.sentences import sentences

ITEM = re.compile(r"(\s*)(?:[-*+•‣◦–]|\d{1,3}[.)]|[a-zA-Z][.)])\s")
RULE = re.compile(r"[\s|:+=-]+")
"""The line below a table's header in Markdown."""
SHORT = 24
"""Characters. What is shorter (a closing bracket) stays with what it follows, up to `GATHERED` of them."""
GATHERED = 200
Split = Callable[[str], list[str]]
Fits = Callable[[str], bool]


class Fragment(NamedTuple):
    """A part of a block's text; `strain` is what a chunk's beginning here costs, 0 for between two blocks."""

    text: str
    strain: float = 0.0


def lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def items(text: str) -> list[str]:
    """The outermost items of a list, each with what is indented below it."""
    every = lines(text)
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


def words(room: int) -> Split:
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


def characters(room: int) -> Split:
    step = max(1, room // 4)  # no character takes more than four bytes

    def split(text: str) -> list[str]:
        return [text[start : start + step] for start in range(0, len(text), step)]

    return split


def levels(kind: BlockKind, room: int) -> list[tuple[Split, float]]:
    """What a block is cut at, the gentlest first, and the strain of each."""
    own: dict[str, list[tuple[Split, float]]] = {
        "table": [(lines, 0.1)],
        "list": [(items, 0.1), (lines, 0.3), (sentences, 0.4)],
        "code": [(lines, 0.4)],
        "formula": [(lines, 0.4)],
    }
    prose: list[tuple[Split, float]] = [(sentences, 0.15), (lines, 0.5)]
    return [*own.get(kind, prose), (words(room), 1.0), (characters(room), 2.0)]


def cut(kind: BlockKind, text: str, room: int, fits: Fits) -> list[Fragment]:
    """Fragments that fit; joined they are the text again."""
    found = _cut(text, levels(kind, room), fits)
    joined: list[Fragment] = []
    for fragment in found:
        both = joined[-1].text + fragment.text if joined and len(fragment.text) < SHORT else ""
        if both and len(both) <= GATHERED and fits(both):
            joined[-1] = Fragment(both, joined[-1].strain)
        else:
            joined.append(fragment)
    return [_eased(fragment) for fragment in joined] if kind == "code" else joined


def _cut(text: str, at: list[tuple[Split, float]], fits: Fits) -> list[Fragment]:
    if not at or fits(text):
        return [Fragment(text)]
    (split, strain), *finer = at
    found: list[Fragment] = []
    for part in split(text):
        first, *rest = _cut(part, finer, fits)
        found += [Fragment(first.text, strain if found else 0.0), *rest]
    return found


def _eased(fragment: Fragment) -> Fragment:
    """A line of code without indentation begins something of its own."""
    begins = fragment.text[:1].isalpha() or fragment.text[:1] in "#@/"
    return Fragment(fragment.text, min(fragment.strain, 0.1)) if begins else fragment


def header(table: str) -> str:
    """The first row of a table, with the rule below it, to be repeated above every part."""
    first, *rest = lines(table)
    rule = rest[0] if rest and RULE.fullmatch(rest[0]) and "-" in rest[0] else ""
    return first + rule
