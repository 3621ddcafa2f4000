"""A step more for an accepted path, where a grade shows that something is missing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from traclearn_contracts.events import Event
from traclearn_contracts.grades import COMPLETED_SCORE
from traclearn_corpus import Concept, ConceptGraph
from traclearn_worker import Work

from path_generator.application.events import question_drafted
from path_generator.application.graph_guard import graph_guard
from path_generator.application.material import Material, passages_of
from path_generator.application.path_draft import PathDraft
from path_generator.application.ports import KnowledgeBase, Place, Reading, Store
from path_generator.application.step_questions import StepQuestions, find_history
from path_generator.domain.paths.gap import find_gaps, needed_places
from path_generator.domain.paths.goal import Goal
from path_generator.domain.paths.plan import Plan, PlannedStep
from path_generator.domain.paths.proposal import Located, ProposedStep, Step
from path_generator.domain.paths.renaming import NamesNow
from path_generator.domain.paths.wording import reasons_of_gap
from path_generator.domain.questions.question_history import KeptQuestion
from path_generator.domain.text import name_of


@dataclass(frozen=True, slots=True)
class LowGrade:
    """Of a step of a path."""

    cause: Event
    learner: str
    ticket: int
    score: float
    missed: str
    """What the answer does not say of what a good one says."""


class GapClosing:
    """Looks in the corpus for what the learner lacks, and makes a step of it."""

    def __init__(self, knowledge: KnowledgeBase, step_questions: StepQuestions) -> None:
        self._knowledge = knowledge
        self._step_questions = step_questions

    async def propose(self, low: LowGrade, place: Place, work: Work[Store]) -> ProposedStep | None:
        """None where nothing is missing that the material teaches. Raises Unavailable while the corpus is
        away."""
        path, graded = place.path, place.step
        async with work.read() as store:
            scores = await store.find_scores(low.learner, path.subject)
        known = path.known(concept for concept, score in scores.items() if score >= COMPLETED_SCORE)

        async def find(reading: Reading) -> tuple[ConceptGraph, str, tuple[Located, ...]] | None:
            graph, name = await needs_of(path.subject, graded.concept, reading)
            gaps = find_gaps(graph, name, NamesNow(graph).all_of(known), low.missed)
            taught = await first_taught(graph, gaps, reading)
            return taught and (graph, *taught)

        async with graph_guard(work):
            found = await self._knowledge.look(find)
        if found is None:
            return None
        graph, concept, passages = found
        step = await self._step(low, path.path, draft_of(concept, graph, passages, place), work)
        if step is None:
            return None
        names = NamesNow(graph)
        taken_now = {names.of(each): n for each, n in path.taken_beside(graded).items()}
        step = replace(
            step,
            reasons=reasons_of_gap(low.score, graded.concept),
            needs=needed_places(graph, concept, taken_now),
        )
        return ProposedStep(path.path, step, graded.step, low.ticket, low.score)

    async def _step(self, low: LowGrade, path: UUID, draft: PathDraft, work: Work[Store]) -> Step | None:
        """None where nothing can be asked that makes sense to the learner."""

        async def keep(_: int, new: Sequence[KeptQuestion]) -> None:
            if new:
                await work.announce([question_drafted(low.cause, kept, draft) for kept in new])
                async with work.checkpoint() as store:  # paid for: another attempt finds them
                    await store.save_questions(new, draft.difficulty)

        async with work.read() as store:
            history = await find_history(store, draft, draft.difficulty, low.learner)
        questions = await self._step_questions.questions(draft, draft.difficulty, history, keep)
        return next(iter(draft.asking(questions).steps(path, questions, missed=())), None)


async def needs_of(subject: str, concept: str, reading: Reading) -> tuple[ConceptGraph, str]:
    """What a step's concept needs, and what it is called now: authors may have renamed or merged it."""
    graph = await reading.needs(subject, [concept])
    if graph.concepts:
        return graph, concept
    now = await reading.called_now(subject, concept)
    return (graph, concept) if now is None else (await reading.needs(subject, [now]), name_of(now))


async def first_taught(
    graph: ConceptGraph, gaps: Sequence[str], reading: Reading
) -> tuple[str, tuple[Located, ...]] | None:
    """The first of these that the material teaches, with its passages."""
    concepts = {concept.name: concept for concept in graph.concepts}
    for gap in gaps:
        passages = await passages_of(concepts.get(gap, Concept(gap)), reading)
        if passages:
            return gap, passages
    return None


def draft_of(concept: str, graph: ConceptGraph, passages: tuple[Located, ...], place: Place) -> PathDraft:
    """A path of this one concept."""
    goal = Goal(place.path.subject, (concept,), {}, has_concepts=True)
    material = Material(graph, {concept: passages})
    return PathDraft(goal, material, Plan((PlannedStep(concept, (), ()),)), None, place.path.difficulty)
