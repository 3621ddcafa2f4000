"""From a goal to a path, or to why there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from traclearn_contracts.events import Event
from traclearn_contracts.models import PathRequestedV1
from traclearn_worker import Busy, Transient, Work, chaos

from path_generator.application.asking import Asking, find_kept
from path_generator.application.draft import Draft
from path_generator.application.events import PathEvents
from path_generator.application.graph_guard import graph_guard
from path_generator.application.material import Material, material_of
from path_generator.application.ports import KnowledgeBase, Outcome, Store
from path_generator.domain.errors import MaterialChanged
from path_generator.domain.grade import MASTERED_SCORE
from path_generator.domain.paths.goal import Goal, goal_of, nearest
from path_generator.domain.paths.plan import Bounds, plan_path
from path_generator.domain.paths.proposal import Proposal, Step
from path_generator.domain.paths.wording import path_title, warnings_of
from path_generator.domain.questions.kept import History, KeptQuestion
from path_generator.domain.text import WORD, name_of

MAX_NEAREST = 5
MAX_ASKING_S = 45.0
"""Of a handler's 90 s. Whoever needs longer goes on in the next attempt, with what was made in this one."""
NOT_COVERED = "The material says nothing about this. The nearest that it has is listed: ask for that instead."
NOTHING_NEAR = "The material says nothing about this. Ask in other words, or tell an author what is missing."
NO_WORDS = "There is no word in it that could be looked for. Say in a few words what you want to learn."
NOTHING_LEFT = "You have mastered all that this needs. Ask for something else."


@dataclass(frozen=True, slots=True)
class SearchSettings:
    min_score: float
    limit: int


class Generation:
    """Of paths from what the corpus has."""

    def __init__(self, knowledge: KnowledgeBase, asking: Asking, settings: SearchSettings) -> None:
        self._knowledge = knowledge
        self._asking = asking
        self._settings = settings

    async def generate(
        self, event: Event[PathRequestedV1], events: PathEvents, work: Work[Store]
    ) -> Proposal | Outcome:
        if not WORD.search(event.data.goal):
            return events.unavailable("not_covered", NO_WORDS)
        try:
            async with graph_guard(work, events):
                found = await self._find(event.data.goal, events, work)
        except MaterialChanged as error:
            raise Transient("the material was indexed anew meanwhile") from error
        if isinstance(found, Outcome):
            return found
        return await self._propose(event, events, *found, work)

    async def _find(
        self, text: str, events: PathEvents, work: Work[Store]
    ) -> tuple[Goal, Material] | Outcome:
        await work.announce([events.progressed("searching")])
        chaos.point("searching")
        hits = await self._knowledge.search(text, self._settings.limit)
        goal = goal_of(text, hits, self._settings.min_score)
        if goal is None:
            near = nearest(hits, MAX_NEAREST)
            return events.unavailable("not_covered", NOT_COVERED if near else NOTHING_NEAR, near)
        await work.announce([events.progressed("ordering")])
        chaos.point("ordering")
        return goal, await material_of(goal, self._knowledge)

    async def _propose(
        self,
        event: Event[PathRequestedV1],
        events: PathEvents,
        goal: Goal,
        material: Material,
        work: Work[Store],
    ) -> Proposal | Outcome:
        wanted, learner = event.data, event.metadata.learner
        async with work.read() as store:
            scores = await store.find_scores(learner, goal.subject)
            draft = draft_of(wanted, goal, material, scores)
            if not draft.plan.steps:
                return events.unavailable("nothing_left", NOTHING_LEFT)
            kept = await find_kept(store, draft, wanted.difficulty)
            history = History(kept, await store.find_asked(learner))
        report = Reporter(events, draft, work).report
        await report(0, ())
        questions = await self._asking.questions(draft, wanted.difficulty, history, report)
        missed = {concept for concept, score in scores.items() if score < MASTERED_SCORE}
        return proposal_of(wanted, draft, draft.steps(events.path, questions, missed), events.path)


class Reporter:
    """Says how far the questions are, and keeps those that were made."""

    def __init__(self, events: PathEvents, draft: Draft, work: Work[Store]) -> None:
        self._events = events
        self._draft = draft
        self._work = work

    async def report(self, done: int, new: Sequence[KeptQuestion]) -> None:
        """Raises Busy when this attempt has no time for the rest."""
        total = len(self._draft.plan.steps)
        await self._work.announce([self._events.progressed("asking", done, total)])
        if new:
            async with self._work.checkpoint() as store:  # paid for: another attempt finds them
                await store.save_questions(new, self._draft.difficulty)
        chaos.point("asking")
        if new and self._work.elapsed > MAX_ASKING_S and done < total:
            raise Busy("more questions are to be made than one attempt has time for", delay=0)


def draft_of(wanted: PathRequestedV1, goal: Goal, material: Material, scores: Mapping[str, float]) -> Draft:
    """What there is time for, without what is mastered."""
    concepts = (*(each.name for each in material.graph.concepts), *goal.concepts)
    mastered = {each for each in concepts if scores.get(name_of(each), 0.0) >= MASTERED_SCORE}
    bounds = Bounds(material.minutes(wanted.difficulty), wanted.minutes)
    plan = plan_path(material.graph, goal.concepts, bounds, mastered)
    return Draft(goal, material, plan, wanted.difficulty)


def proposal_of(wanted: PathRequestedV1, draft: Draft, steps: tuple[Step, ...], path: UUID) -> Proposal:
    return Proposal(
        path=path,
        subject=draft.goal.subject,
        title=path_title(wanted.goal),
        goal=wanted.goal,
        difficulty=wanted.difficulty,
        steps=steps,
        skipped=(
            *((concept, "mastered") for concept in draft.plan.mastered),
            *((concept, "no_time") for concept in draft.plan.no_time),
        ),
        warnings=tuple(warnings_of(draft.plan, draft.goal.concepts)),
    )
