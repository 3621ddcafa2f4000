"""What the corpus has for a goal: its concepts with the passages that teach them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from traclearn_corpus import Concept, ConceptGraph, without_pictures
from traclearn_corpus.reading import Wanted

from path_generator.application.ports import Closure, Reading
from path_generator.domain.paths.estimate import step_minutes
from path_generator.domain.paths.goal import Goal
from path_generator.domain.paths.prerequisite_order import closure
from path_generator.domain.paths.proposal import MAX_PASSAGE_CHARS, Located
from path_generator.domain.text import count_words, cut

MAX_PASSAGES = 8
"""Of one concept: of more the first ones teach it, and the rest use it."""


@dataclass(frozen=True, slots=True)
class Material:
    graph: ConceptGraph
    """What the goal needs of it: a path takes no more."""
    passages: Mapping[str, tuple[Located, ...]]
    """By concept, at least one each; of the goal's concepts those first that were found."""

    def minutes(self, difficulty: int) -> dict[str, int]:
        """What each concept takes at most, whichever of its passages it is taught from."""
        return {
            concept: max(located_minutes(each, difficulty) for each in located)
            for concept, located in self.passages.items()
        }


async def material_of(
    goal: Goal, subjects: Collection[str], reading: Reading
) -> tuple[Material | None, bool]:
    """None where the goal's own concepts have no words; and whether any of `subjects` is stale."""
    concepts = goal.concepts if goal.has_concepts else ()
    chunks = {chunk for some in goal.chunks.values() for chunk in some}
    found = await reading.closure(Wanted(goal.subject, concepts, MAX_PASSAGES, chunks, subjects))
    return _material(goal, found), bool(found.stale_subjects)


def _material(goal: Goal, found: Closure) -> Material | None:
    graph, live = found.graph, found.passages
    taught = {concept.name: concept.chunks for concept in graph.concepts}
    chunks = {
        concept: _first((*goal.chunks.get(concept, ()), *taught.get(concept, ())))
        for concept in closure(graph, goal.concepts)
    }
    located = {
        concept: tuple(live[chunk] for chunk in some if chunk in live and _has_words(live[chunk]))
        for concept, some in chunks.items()
    }
    passages = {concept: some for concept, some in located.items() if some}
    return None if passages.keys().isdisjoint(goal.concepts) else Material(graph, passages)


async def passages_of(concept: Concept, reading: Reading) -> tuple[Located, ...]:
    """That teach it now; none where nothing does."""
    chunks = _first(concept.chunks)
    live = await reading.passages(chunks) if chunks else {}
    return tuple(live[chunk] for chunk in chunks if chunk in live and _has_words(live[chunk]))


def located_minutes(located: Located, difficulty: int) -> int:
    return step_minutes(count_words(cut(located.passage.text, MAX_PASSAGE_CHARS)), difficulty)


def _has_words(located: Located) -> bool:
    return bool(without_pictures(located.passage.text).strip())


def _first(chunks: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chunks))[:MAX_PASSAGES]
