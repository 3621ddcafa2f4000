"""From a goal to a path, or to why there is none."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from traclearn_contracts.events import Event
from traclearn_contracts.grades import COMPLETED_SCORE
from traclearn_contracts.models import PathRequestedV1, Remark
from traclearn_worker import Busy, Unavailable, Work, chaos

from path_generator.application.events import PathEvents
from path_generator.application.goal_search import Coverage, Finder, Finding, FormerFinding
from path_generator.application.graph_guard import GRAPH, graph_guard
from path_generator.application.path_draft import PathDraft
from path_generator.application.ports import Outcome, Store
from path_generator.application.step_questions import StepQuestions, find_history
from path_generator.domain.paths.plan import Bounds, plan_path
from path_generator.domain.paths.proposal import Proposal, Step
from path_generator.domain.paths.renaming import NamesNow
from path_generator.domain.paths.wording import path_title, warnings_of
from path_generator.domain.questions.question_history import KeptQuestion
from path_generator.domain.text import WORD, name_of, normalised

MAX_ASKING_S = 45.0
"""Of a handler's 90 s. Whoever needs longer goes on in the next attempt, with what was made in this one."""
MAX_INFERENCE_WAIT = timedelta(seconds=30)
"""From the request on. Prerequisites come some seconds after the passages; of a whole folder later."""
INFERENCE_DELAY_S = 3.0
INFERENCE_MESSAGE = "The material has just changed. It goes on when what needs what is worked out."
MEANING_DELAY_S = 15.0
MEANING_MESSAGE = "What compares meanings does not answer. It goes on by itself when it is back."
AWAY_MESSAGE = "The knowledge base does not answer. It goes on by itself when it is back."


class Generation:
    """Of paths from what the corpus has."""

    def __init__(
        self,
        finder: Finder,
        step_questions: StepQuestions,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._finder = finder
        self._step_questions = step_questions
        self._now = now

    async def generate(
        self, event: Event[PathRequestedV1], events: PathEvents, work: Work[Store]
    ) -> Proposal | Outcome:
        if not WORD.search(event.data.goal):
            return events.unavailable("not_covered", Remark(code="path_no_words"))
        found = await self._find(normalised(event.data.goal), events, work)
        if found.coverage is None and isinstance(found, Finding) and not found.by_meaning:
            await work.announce([events.progressed("waiting", detail=MEANING_MESSAGE)])
            raise Busy("goals cannot be compared by meaning", delay=MEANING_DELAY_S)
        if found.coverage is None:
            said = "path_not_covered" if found.nearest else "path_nothing_near"
            return events.unavailable("not_covered", Remark(code=said), found.nearest)
        if isinstance(found, Finding) and found.is_stale:
            await self._await_inference(event, events, work)
        await work.announce([events.progressed("ordering")])
        chaos.point("ordering")
        return await self._propose(event, events, found, found.coverage, work)

    async def _find(self, goal: str, events: PathEvents, work: Work[Store]) -> Finding | FormerFinding:
        """While the corpus is away: what was found before, or the request waits."""
        try:
            async with graph_guard(work):
                await work.announce([events.progressed("searching")])
                chaos.point("searching")
                return await self._finder.find(goal)
        except Unavailable as error:
            if error.dependency != GRAPH:
                raise
            former = await self._finder.find_former(goal)
            if former is None:
                await work.announce([events.progressed("waiting", detail=AWAY_MESSAGE)])
                raise
            return former

    async def _await_inference(
        self, event: Event[PathRequestedV1], events: PathEvents, work: Work[Store]
    ) -> None:
        """Raises Busy while it is worth waiting; after that the path says what it may lack."""
        age = self._now() - event.metadata.occurred_at
        if timedelta(0) <= age < MAX_INFERENCE_WAIT:
            await work.announce([events.progressed("waiting", detail=INFERENCE_MESSAGE)])
            raise Busy("prerequisites are being inferred", delay=INFERENCE_DELAY_S)

    async def _propose(
        self,
        event: Event[PathRequestedV1],
        events: PathEvents,
        found: Finding | FormerFinding,
        coverage: Coverage,
        work: Work[Store],
    ) -> Proposal | Outcome:
        wanted, learner = event.data, event.metadata.learner
        async with work.read() as store:
            names = NamesNow(coverage.material.graph)
            scores = names.scores(await store.find_scores(learner, coverage.goal.subject))
            draft = draft_of(wanted, coverage, found, scores)
            if not draft.plan.steps:
                return events.unavailable("nothing_left", Remark(code="path_nothing_left"))
            history = await find_history(store, draft, wanted.difficulty, learner)
        report = Reporter(events, draft, work).report
        await report(0, ())
        questions = await self._step_questions.questions(draft, wanted.difficulty, history, report)
        draft = draft.asking(questions)
        if not draft.plan.steps:
            return events.unavailable("nothing_left", Remark(code="path_nothing_asked"))
        missed = {concept for concept, score in scores.items() if score < COMPLETED_SCORE}
        return proposal_of(wanted, draft, draft.steps(events.path, questions, missed), events.path)


class Reporter:
    """Says how far the questions are, and keeps those that were made."""

    def __init__(self, events: PathEvents, draft: PathDraft, work: Work[Store]) -> None:
        self._events = events
        self._draft = draft
        self._work = work

    async def report(self, done: int, new: Sequence[KeptQuestion]) -> None:
        """Raises Busy when this attempt has no time for the rest."""
        total = len(self._draft.plan.steps)
        drafted = [self._events.drafted(kept, self._draft) for kept in new]
        await self._work.announce([*drafted, self._events.progressed("asking", done, total)])
        if new:
            async with self._work.checkpoint() as store:  # paid for: another attempt finds them
                await store.save_questions(new, self._draft.difficulty)
        chaos.point("asking")
        if new and self._work.elapsed > MAX_ASKING_S and done < total:
            raise Busy("more questions are to be made than one attempt has time for", delay=0)


def draft_of(
    wanted: PathRequestedV1,
    coverage: Coverage,
    found: Finding | FormerFinding,
    scores: Mapping[str, float],
) -> PathDraft:
    """What there is time for, without what is mastered. `scores`: by what concepts are called now."""
    goal, material = coverage.goal, coverage.material
    concepts = (*(each.name for each in material.graph.concepts), *goal.concepts)
    mastered = {each for each in concepts if scores.get(name_of(each), 0.0) >= COMPLETED_SCORE}
    bounds = Bounds(material.minutes(wanted.difficulty), wanted.minutes)
    plan = plan_path(material.graph, goal.concepts, bounds, mastered)
    found_at = found.found_at if isinstance(found, FormerFinding) else None
    is_stale = isinstance(found, Finding) and found.is_stale
    return PathDraft(goal, material, plan, found_at, wanted.difficulty, is_stale)


def proposal_of(wanted: PathRequestedV1, draft: PathDraft, steps: tuple[Step, ...], path: UUID) -> Proposal:
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
        warnings=tuple(warnings_of(draft.plan, draft.goal.concepts, draft.found_at, draft.is_stale)),
    )
