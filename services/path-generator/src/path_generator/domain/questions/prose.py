"""The prose of a passage: its paragraphs without code, tables and marks of lists."""

import re
from collections.abc import Iterator

MAX_PARAGRAPH_CHARS = 4_000
"""What is longer is no prose, and a parser takes long for it."""
BREAK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*•]|\d+[.)])\s)")
MARK = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")
SENTENCE_END = re.compile(r"[.!?][\"'”’)]*$")


def paragraphs(text: str) -> Iterator[str]:
    """What ends as a sentence does. A line that ends otherwise before a capital is a title or a term."""
    for block in BREAK.split(text):
        kept: list[str] = []
        for line in MARK.sub("", block).split("\n"):
            plain = " ".join(line.split())
            if kept and plain[:1].isupper():
                kept = []
            kept.append(plain)
            if SENTENCE_END.search(plain):
                paragraph, kept = " ".join(kept), []
                if len(paragraph) <= MAX_PARAGRAPH_CHARS:
                    yield paragraph
