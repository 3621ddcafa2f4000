"""What is embedded of a chunk: its content under a line of its headings."""

import re

MAX_HEADING_BYTES = 160
"""Bytes. A tokenizer makes at most one token of a byte, so that the content always has the larger part."""
TITLE_SEPARATOR = " › "
DOT_LEADERS = re.compile(r"([^\w\s])(?:\s?\1){2,}")
"""The dots between a title and its page number, each a token of its own."""


def embedded_text(heading: tuple[str, ...], content: str) -> str:
    """What is embedded: the content under its headings, long paths without their outer titles."""
    above = heading_line(heading)
    return f"{above}\n{content}" if above else content


def heading_line(heading: tuple[str, ...]) -> str:
    """The titles above a chunk: the innermost for certain, and those above it as far as there is room."""
    kept: list[str] = []
    room = MAX_HEADING_BYTES
    for title in reversed(heading):
        plain = DOT_LEADERS.sub(r"\1", " ".join(title.split()))
        size = len(plain.encode()) + len(TITLE_SEPARATOR.encode())
        if size > room and kept:
            break
        kept.append(clip(plain, room))
        room -= size
    return TITLE_SEPARATOR.join(reversed(kept))


def clip(text: str, most: int) -> str:
    """At most `most` bytes of the text, to the end of a word where there is one."""
    if len(text.encode()) <= most:
        return text
    start = text.encode()[: most - len("…".encode())].decode(errors="ignore")
    head, space, _ = start.rpartition(" ")
    return (head if space else start) + "…"
