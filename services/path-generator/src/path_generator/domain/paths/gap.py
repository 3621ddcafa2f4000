"""What is missing on an accepted path when a grade of one of its steps is low."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

import networkx as nx
from traclearn_corpus import ConceptGraph
from traclearn_english import stem

from path_generator.domain.paths.goal import is_named
from path_generator.domain.paths.plan import MAX_STEPS
from path_generator.domain.paths.prerequisite_order import prerequisites
from path_generator.domain.text import WORD, name_of

MAX_UNTAKEN = 3
"""Steps that a path proposes after grades and that were not accepted: who declines them wants no more."""


@dataclass(frozen=True, slots=True)
class KnownStep:
    """A step that was proposed once, with its path or after a grade."""

    step: UUID
    n: int
    concept: str
    is_taken: bool
    """Whether it has a ticket."""
    before: UUID | None = None
    """The step that it helps, where it was proposed after a grade."""


@dataclass(frozen=True, slots=True)
class AcceptedPath:
    """A path with all that was ever proposed for it."""

    path: UUID
    subject: str
    difficulty: int
    steps: tuple[KnownStep, ...]

    @property
    def next_n(self) -> int:
        return max(step.n for step in self.steps) + 1

    def taken_beside(self, one: KnownStep) -> dict[str, int]:
        """The places of the other steps that have tickets, by their concepts."""
        return {step.concept: step.n for step in self.steps if step.is_taken and step != one}

    def takes_more(self, before: UUID) -> bool:
        """Whether a step may be proposed. A step gets another one when it took the one before."""
        untaken = [step for step in self.steps if step.before is not None and not step.is_taken]
        waits = any(step.before == before for step in untaken)
        return not waits and len(untaken) < MAX_UNTAKEN and self.next_n <= MAX_STEPS

    def known(self, mastered: Iterable[str]) -> set[str]:
        """Concepts that are no gap: mastered, on the path, or proposed before."""
        return {*mastered, *(step.concept for step in self.steps if step.is_taken or step.before is not None)}


def find_gaps(graph: ConceptGraph, concept: str, known: Collection[str], missed: str) -> list[str]:
    """What the concept needs and the learner does not know, the likeliest first.

    First what the missed points of the answer (`missed`) name, then the nearest, then what stands earlier in
    the material. Behind what is known nothing is looked for. `concept` and `known` are names as steps have
    them.
    """
    distances = _distances(prerequisites(graph), concept, known)
    said = [stem(word) for word in WORD.findall(missed.lower())]
    place = {each.name: at for at, each in enumerate(graph.concepts)}
    return sorted(
        (each for each in distances if name_of(each) != concept),
        key=lambda each: (not is_named(said, each), distances[each], place.get(each, len(place)), each),
    )


def needed_places(graph: ConceptGraph, concept: str, taken: Mapping[str, int]) -> tuple[int, ...]:
    """Of the taken steps that a concept builds on, past all that has no step."""
    needs = prerequisites(graph)
    reached = _distances(needs, name_of(concept), taken)
    found = {name_of(each) for one in reached for each in needs.predecessors(one)}
    return tuple(sorted(taken[each] for each in found & taken.keys()))


def _distances(needs: "nx.DiGraph[str]", concept: str, known: Collection[str]) -> dict[str, int]:
    """How far what it needs lies from it, itself with 0; without what is known and what lies behind that."""
    wanted = [each for each in needs if name_of(each) == concept or name_of(each) not in known]
    start = next((each for each in wanted if name_of(each) == concept), None)
    if start is None:
        return {}
    backwards = needs.subgraph(wanted).reverse(copy=False)
    return dict(nx.single_source_shortest_path_length(backwards, start))
