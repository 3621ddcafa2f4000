"""What a subject teaches and what needs what: the shapes that go into the inference and come out of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from indexer.domain.document import Heading, Link

EvidenceKind = Literal["definition", "heading", "as_seen_in", "link", "first_use", "front_matter"]
Verdict = Literal["confirmed", "removed", "added"]
LONGEST_QUOTE = 200
"""Characters of an evidence's text."""


@dataclass(frozen=True, slots=True)
class ChunkFacts:
    """A live chunk as the inference sees it; `terms` were found when it was cut (see `terms`)."""

    id: str
    document: str
    document_name: str
    document_title: str
    ordinal: int
    heading: Heading
    content: str
    terms: tuple[str, ...]
    links: tuple[Link, ...] = ()
    """Those of its document that stand under the same headings."""
    front_concept: str | None = None
    front_prerequisites: tuple[str, ...] = ()
    difficulty: int | None = None
    """From 1 (easiest) to 5, of the front matter."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What an author said of an edge. It outlives the edge, and waits where a concept is gone."""

    concept: str
    prerequisite: str
    verdict: Verdict
    at: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why an edge was drawn, in the material's own words."""

    kind: EvidenceKind
    document: str
    chunk: str
    text: str


@dataclass(frozen=True, slots=True)
class Edge:
    """Who learns `concept` needs `prerequisite` before; `weight` is 0 to 1. A removed one is for authors."""

    concept: str
    prerequisite: str
    weight: float
    evidence: tuple[Evidence, ...] = ()
    decision: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Concept:
    """`key` is the same for all spellings of a name."""

    key: str
    name: str
    chunks: tuple[str, ...]
    """Those that teach it; of a concept that is only the sum of its sections, theirs."""
    defined: tuple[str, ...] = ()
    """Those that say what it is."""
    difficulty: int | None = None


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one chunk teaches, with the names of what its concept needs and of what needs it."""

    concept: str | None
    has_prerequisite: tuple[str, ...] = ()
    prerequisite_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Teaching:
    """A subject. Edges without the removed ones form no cycle; what was left out for that is in `cycles`."""

    concepts: tuple[Concept, ...]
    edges: tuple[Edge, ...]
    cycles: tuple[tuple[str, ...], ...]
    """Each the names around a cycle, every one needing the next and the last one the first."""
    lessons: dict[str, Lesson]
    """By chunk."""


def quoted(text: str, near: str = "") -> str:
    """The text, or the stretch of it around `near` if it is too long."""
    plain = " ".join(text.split())
    if len(plain) <= LONGEST_QUOTE:
        return plain
    start = max(0, min(plain.lower().find(near.lower()), len(plain)) - LONGEST_QUOTE // 2) if near else 0
    start = plain.find(" ", start) + 1 if start else 0
    room = LONGEST_QUOTE - 1 - bool(start)
    rest = plain[start:]
    return ("…" if start else "") + (rest if len(rest) <= room else rest[:room].rpartition(" ")[0] + "…")
