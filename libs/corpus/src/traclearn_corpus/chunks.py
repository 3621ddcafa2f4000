"""A chunk, and what a revision says of its document."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

Document = UUID | str
Heading = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is stored, embedded and found.

    `id` stands for document, heading and content; the rest may differ by revision. Its concept and those
    around that come later: nothing is staged with them.
    """

    id: str
    ordinal: int
    heading: Heading
    page: int | None
    kind: str
    content: str
    tokens: int
    """Of `passage`, by the embedder's own count."""
    parts: tuple[str, ...]
    """A hash a block, by which an unchanged stretch is found again in the next revision."""
    passage: str
    """What is embedded."""
    concept: str | None = None
    has_prerequisite: tuple[str, ...] = ()
    """Concepts that this one's concept leans on."""
    prerequisite_for: tuple[str, ...] = ()
    """Concepts that lean on this one's."""


@dataclass(frozen=True, slots=True)
class Meta:
    """What a revision says of its document."""

    name: str
    title: str
    origin: str
    subject: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    """The caller's own, kept as JSON and given back by `facts`: links, front matter."""


PICTURE = re.compile(r"\[Picture(?:: [^\[\]]*)?\]")


def without_pictures(content: str) -> str:
    """A chunk's words without the marks that readers of files leave where a picture stands: people see them,
    and nothing is taught by them."""
    return PICTURE.sub("", content)


def content_digest(content: str) -> str:
    """SHA-256 of a chunk's words, in hexadecimal digits: the same in whichever document they stand."""
    return hashlib.sha256(content.encode()).hexdigest()


def chunk_of(row: Mapping[str, Any]) -> Chunk:
    lists = ("heading", "parts", "has_prerequisite", "prerequisite_for")
    return Chunk(**{**row, **{name: tuple(row[name] or ()) for name in lists}})
