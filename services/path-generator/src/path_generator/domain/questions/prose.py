"""The prose of a passage: its paragraphs without code, tables and marks of lists."""

import re
from collections.abc import Iterator
from typing import NamedTuple

MAX_PARAGRAPH_CHARS = 4_000
"""What is longer is no prose, and a parser takes long for it."""
BREAK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*•]|\d+[.)])\s)")
MARK = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")
SENTENCE_END = re.compile(r"[.!?][\"'”’)]*$")


class Paragraph(NamedTuple):
    text: str
    term: str = ""
    """What it describes, as the item of a list that it begins."""


def paragraphs(text: str) -> Iterator[Paragraph]:
    """What ends as a sentence does. A line that ends otherwise before a capital is a title or a term."""
    for block in BREAK.split(text):
        kept: list[str] = []
        term = ""
        for line in MARK.sub("", block).split("\n"):
            plain = " ".join(line.split())
            if kept and plain[:1].isupper():
                term, kept = kept[0] if MARK.match(block) and len(kept) == 1 else "", []
            kept.append(plain)
            if SENTENCE_END.search(plain):
                paragraph, kept = " ".join(kept), []
                if len(paragraph) <= MAX_PARAGRAPH_CHARS:
                    yield Paragraph(paragraph, term)
                term = ""
