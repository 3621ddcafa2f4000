"""What a reader makes of a file, whatever its format."""

from dataclasses import dataclass, field
from typing import Any, Literal

BlockKind = Literal["heading", "text", "list", "table", "code", "formula", "quote"]
Heading = tuple[str, ...]
"""The titles above a block, the outermost first; () before the first heading."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document, not torn apart without need. A heading's `heading` does not hold its own."""

    kind: BlockKind
    text: str
    heading: Heading = ()
    page: int | None = None
    """Counted from 1; slides count as pages. None for what has no pages."""
    level: int = 0
    """Of a heading: 1 is the outermost. 0 for everything else."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """What a reader left out, so that an author can see that nothing else is missing."""

    what: str
    why: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A reference to another document or section: `target` as written, `heading` of where it stands."""

    target: str
    text: str
    heading: Heading = ()
    rel: str = ""
    """`prev`, `next`, `up` or `home` where it only leads through a series of documents."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: its blocks in order, headings among them."""

    title: str
    type: str
    """What it was read as, a media type."""
    blocks: tuple[Block, ...]
    dropped: tuple[Dropped, ...] = ()
    pages: int | None = None
    links: tuple[Link, ...] = ()
    front: dict[str, Any] = field(default_factory=dict)
    """The `traclearn:` part of the front matter as written; {} without one."""
