"""What the inference reads, and how it quotes that."""

from dataclasses import dataclass

from traclearn_documents import Heading, Link

MAX_QUOTE_CHARS = 200
"""Characters of an evidence's text."""


@dataclass(frozen=True, slots=True)
class ChunkFacts:
    """A live chunk as the inference sees it; `terms` were found when it was cut (see `find_terms`)."""

    id: str
    document: str
    document_name: str
    document_title: str
    ordinal: int
    heading: Heading
    content: str
    terms: tuple[str, ...]
    links: tuple[Link, ...] = ()
    """All of its document."""
    front_concept: str | None = None
    front_prerequisites: tuple[str, ...] = ()
    difficulty: int | None = None
    """From 1 (easiest) to 5, of the front matter."""


def quote(text: str, near: str = "") -> str:
    """The text, or the stretch of it around `near` if it is too long."""
    plain = " ".join(text.split())
    if len(plain) <= MAX_QUOTE_CHARS:
        return plain
    start = max(0, min(plain.lower().find(near.lower()), len(plain)) - MAX_QUOTE_CHARS // 2) if near else 0
    start = plain.find(" ", start) + 1 if start else 0
    room = MAX_QUOTE_CHARS - 1 - bool(start)
    rest = plain[start:]
    return ("…" if start else "") + (rest if len(rest) <= room else rest[:room].rpartition(" ")[0] + "…")
