"""What the material of a subject teaches, and what leans on what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import networkx as nx

from traclearn_corpus.chunks import Chunk

Verdict = Literal["confirmed", "removed", "added"]
EdgeState = Literal["said", "agreed", "suggested"]
"""`said` by an author or front matter; `agreed`: the material shows it strongly or in two ways; else it is an
author's to judge."""
EvidenceKind = Literal["definition", "heading", "name", "as_seen_in", "link", "first_use", "front_matter"]


@dataclass(frozen=True, slots=True)
class Decision:
    """An author's word on an edge; None takes it back. The indexer's database keeps them, not the graph."""

    subject: str
    concept: str
    prerequisite: str
    decision: Verdict | None
    by: str = ""
    at: datetime | None = None
    """None for one that is not kept yet."""


@dataclass(frozen=True, slots=True)
class Concept:
    name: str
    chunks: tuple[str, ...] = ()
    """That teach it; a chunk teaches one concept."""
    difficulty: int | None = None
    aliases: tuple[str, ...] = ()
    """What authors call it besides: its name before they gave it another, and what they merged into it."""
    former: tuple[str, ...] = ()
    """Of the aliases those that were its own name, of the whole of it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a prerequisite was inferred, in the material's own words."""

    kind: EvidenceKind
    document: str
    chunk: str
    text: str


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """Who learns `concept` needs `prerequisite` before. A removed one is for authors to see, no more."""

    concept: str
    prerequisite: str
    weight: float
    """0..1."""
    evidence: tuple[Evidence, ...] = ()
    decision: Verdict | None = None
    state: EdgeState = "suggested"

    @property
    def is_needed(self) -> bool:
        """Whether paths go by it."""
        return self.decision != "removed" and self.state != "suggested"


@dataclass(frozen=True, slots=True)
class ConceptGraph:
    """All of a subject, in the order in which to show it. Edges that are not removed form no cycle."""

    subject: str
    concepts: Sequence[Concept] = ()
    edges: Sequence[Prerequisite] = ()
    cycles: Sequence[Sequence[str]] = ()
    """What was left out for that: each the names around a cycle, every one needing the next and the last one
    the first."""

    def prerequisites_of(self, *names: str) -> list[str]:
        """All that these concepts need, at any remove, without them: each after what it needs itself.

        Suggested edges lead nowhere."""
        needs: nx.DiGraph[str] = nx.DiGraph()
        needs.add_edges_from((edge.prerequisite, edge.concept) for edge in self.edges if edge.is_needed)
        needed = {each for name in names if name in needs for each in nx.ancestors(needs, name)} - {*names}
        place = {concept.name: at for at, concept in enumerate(self.concepts)}
        return list(
            nx.lexicographical_topological_sort(
                needs.subgraph(needed), key=lambda name: (place.get(name, len(place)), name)
            )
        )


@dataclass(frozen=True, slots=True)
class Source:
    """A live document as it is to be inferred from."""

    document: str
    name: str
    title: str
    facts: Mapping[str, Any]
    chunks: tuple[Chunk, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    subject: str
    generation: int
    """Of the subject; `write_concept_graph` wants it back."""
    documents: tuple[Source, ...]


def concept_key(subject: str, name: str) -> str:
    """One string for both; a slash in the subject is written so that no two pairs give the same."""
    return f"{subject.replace('%', '%25').replace('/', '%2F')}/{name}"
