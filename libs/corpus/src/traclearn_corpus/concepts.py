"""What the material of a subject teaches, and what leans on what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from traclearn_corpus.chunks import LivePiece

Verdict = Literal["confirmed", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Decision:
    """An author's word on an edge; None takes it back."""

    subject: str
    concept: str
    prerequisite: str
    decision: Verdict | None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Concept:
    name: str
    chunks: tuple[str, ...] = ()
    """That teach it; a chunk teaches one concept."""
    difficulty: int | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """`concept` leans on `prerequisite`. One with the decision "removed" is for authors to see, no more."""

    concept: str
    prerequisite: str
    weight: float
    evidence: tuple[Mapping[str, Any], ...] = ()
    """JSON objects; `document` in each is the id of the one that it rests on."""
    decision: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Teaching:
    """All of a subject, in the order in which it should be shown."""

    subject: str
    concepts: Sequence[Concept] = ()
    edges: Sequence[Edge] = ()
    cycles: Sequence[Sequence[str]] = ()
    """Of concepts, as they were found and could not be resolved."""


@dataclass(frozen=True, slots=True)
class Source:
    """A live document as it is to be inferred from."""

    document: str
    name: str
    title: str
    facts: Mapping[str, Any]
    pieces: tuple[LivePiece, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    subject: str
    generation: int
    """Of the subject; `teach` wants it back."""
    documents: tuple[Source, ...]
    decisions: tuple[Decision, ...]


def concept_key(subject: str, name: str) -> str:
    """One string for both; a slash in the subject is written so that no two pairs give the same."""
    return f"{subject.replace('%', '%25').replace('/', '%2F')}/{name}"
