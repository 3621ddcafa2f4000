"""A chunk on its way in, and as readers find it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

Document = UUID | str
Heading = tuple[str, ...]


class Piece(Protocol):
    """What is staged. `id` stands for document, heading and content; the rest may differ by revision."""

    @property
    def id(self) -> str: ...
    @property
    def ordinal(self) -> int: ...
    @property
    def heading(self) -> Sequence[str]: ...
    @property
    def page(self) -> int | None: ...
    @property
    def kind(self) -> str: ...
    @property
    def content(self) -> str: ...
    @property
    def tokens(self) -> int: ...
    @property
    def parts(self) -> Sequence[str]: ...
    @property
    def passage(self) -> str:
        """What is embedded."""
        ...


@dataclass(frozen=True, slots=True)
class LivePiece:
    """A chunk of the revision that readers see."""

    id: str
    ordinal: int
    heading: Heading
    page: int | None
    kind: str
    content: str
    tokens: int
    parts: tuple[str, ...]
    passage: str
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


def live_piece(row: Mapping[str, Any]) -> LivePiece:
    lists = ("heading", "parts", "has_prerequisite", "prerequisite_for")
    return LivePiece(**{**row, **{name: tuple(row[name] or ()) for name in lists}})
