"""What authors decided of a subject: which edges hold, and how its concepts are called."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol, TypeVar

from traclearn_corpus import Concept, Decision

from indexer.domain.concepts.concept_names import ConceptNames, NameDecision
from indexer.domain.concepts.cycles import Edge, acyclic, would_cycle
from indexer.domain.concepts.words import concept_key

AUTHORS_OWN = ("added", "confirmed")
Taught = Callable[[str], bool]
"""Whether a concept is there: what is away closes no circle that an author could open."""


class _Timed(Protocol):
    @property
    def at(self) -> datetime | None: ...


T = TypeVar("T", bound=_Timed)


class AuthorDecisions:
    """All of a subject, in whatever order: the time of each decides. One without a time is the newest."""

    def __init__(self, edges: Iterable[Decision] = (), names: Iterable[NameDecision] = ()) -> None:
        self._edges = _by_time(edges)
        self._names = _by_time(names)
        self.names = ConceptNames(self._names)

    def with_name(self, decision: NameDecision) -> "AuthorDecisions":
        """The same with one more."""
        return AuthorDecisions(self._edges, [*self._names, decision])

    def edges(self) -> list[Decision]:
        """The newest word on each edge, the oldest first, by the material's own names of what is merged now.

        What was said of edges within a concept, as it is after a merge, waits for the merge to be undone.
        """
        found: dict[Edge, Decision] = {}
        for decision in self._edges:
            concept, prerequisite = self.names.own(decision.concept), self.names.own(decision.prerequisite)
            edge = concept_key(concept), concept_key(prerequisite)
            found.pop(edge, None)
            if decision.decision and edge[0] != edge[1]:
                found[edge] = replace(decision, concept=concept, prerequisite=prerequisite)
        return list(found.values())

    def circle_with(self, concept: str, prerequisite: str, taught: Taught) -> list[str]:
        """The circle that this edge would close with authors' own ones, by names; [] if none."""
        own = self._own_edges(taught)
        new = concept_key(self.names.own(concept)), concept_key(self.names.own(prerequisite))
        names = {new[0]: self.names.called(concept), new[1]: self.names.called(prerequisite)} | _names(own)
        return [names[key] for key in would_cycle([*own], new)]

    def circles(self, taught: Taught) -> list[list[str]]:
        """Those that authors' own edges make, by names."""
        own = self._own_edges(taught)
        names = _names(own)
        return [[names[key] for key in cycle] for cycle in acyclic([*own])[1]]

    def _own_edges(self, taught: Taught) -> dict[Edge, tuple[str, str]]:
        """Edges that authors drew between concepts that are taught, with how these are called."""
        return {
            (concept_key(each.concept), concept_key(each.prerequisite)): (
                self.names.called(each.concept),
                self.names.called(each.prerequisite),
            )
            for each in self.edges()
            if each.decision in AUTHORS_OWN and taught(each.concept) and taught(each.prerequisite)
        }


class TaughtNames:
    """What the concepts of a subject are called, and what else; the first of a name is it."""

    def __init__(self, concepts: Sequence[Concept]) -> None:
        self._names = {concept_key(concept.name): concept.name for concept in reversed(concepts)}
        for concept in concepts:
            for alias in concept.aliases:
                self._names.setdefault(concept_key(alias), concept.name)

    def find(self, name: str) -> str | None:
        """The concept that an author means by a name, whatever its case and number; None if there is none."""
        keys = concept_key(name), concept_key(name.lower())
        return next((self._names[key] for key in keys if key in self._names), None)

    def has(self, name: str) -> bool:
        return concept_key(name) in self._names


def _names(edges: Mapping[Edge, tuple[str, str]]) -> dict[str, str]:
    return {key: name for keys, names in edges.items() for key, name in zip(keys, names, strict=True)}


def _by_time(decisions: Iterable[T]) -> list[T]:
    given = list(decisions)
    kept = [(each.at, number, each) for number, each in enumerate(given) if each.at is not None]
    return [each for _, _, each in sorted(kept, key=lambda item: item[:2])] + [
        each for each in given if each.at is None
    ]
