"""A revision that was read and cut, ready to get its vectors."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from traclearn_corpus import Chunk
from traclearn_documents import Dropped, Link

RECIPE = "1"
"""Of reader and chunker together. Count it up when either would make other chunks of the same bytes."""


@dataclass(frozen=True, slots=True)
class Material:
    """What goes into the graph for one revision."""

    document: UUID
    revision: int
    name: str
    origin: str
    title: str
    subject: str
    type: str
    chunks: tuple[Chunk, ...]
    dropped: tuple[Dropped, ...] = ()
    pages: int | None = None
    links: tuple[Link, ...] = ()
    front: dict[str, Any] = field(default_factory=dict)
