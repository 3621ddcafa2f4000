"""What is embedded of a chunk: its content under a line of its headings."""

import re

LONGEST = 160
"""Bytes. A tokenizer makes at most one token of a byte, so that the content always has the larger part."""
BETWEEN = " › "
LEADERS = re.compile(r"([^\w\s])(?:\s?\1){2,}")
"""The dots between a title and its page number, each a token of its own."""


def passage(heading: tuple[str, ...], content: str) -> str:
    """What is embedded: the content under its headings, long paths without their outer titles."""
    above = lead(heading)
    return f"{above}\n{content}" if above else content


def lead(heading: tuple[str, ...]) -> str:
    """The titles above a chunk: the innermost for certain, and those above it as far as there is room."""
    kept: list[str] = []
    room = LONGEST
    for title in reversed(heading):
        plain = LEADERS.sub(r"\1", " ".join(title.split()))
        size = len(plain.encode()) + len(BETWEEN.encode())
        if size > room and kept:
            break
        kept.append(clipped(plain, room))
        room -= size
    return BETWEEN.join(reversed(kept))


def clipped(text: str, most: int) -> str:
    """At most `most` bytes of the text, to the end of a word where there is one."""
    if len(text.encode()) <= most:
        return text
    start = text.encode()[: most - len("…".encode())].decode(errors="ignore")
    head, space, _ = start.rpartition(" ")
    return (head if space else start) + "…"
