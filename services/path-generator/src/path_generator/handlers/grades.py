"""What is mastered, when it is to be reviewed and what is missing on a path follow from grades."""

from collections.abc import Collection
from dataclasses import replace

from traclearn_contracts.events import Event
from traclearn_contracts.grades import COMPLETED_SCORE
from traclearn_contracts.models import AnswerGradedV1, GradeOverriddenV1, OverrideWithdrawnV1
from traclearn_worker import Work

from path_generator.application.events import review_events, step_proposed
from path_generator.application.gap_closing import GapClosing, LowGrade
from path_generator.application.ports import Store
from path_generator.application.review_updates import ReviewUpdates
from path_generator.domain.grade import grade_of, withdrawal_of
from path_generator.domain.paths.proposal import ProposedStep


class Grades:
    """Handles AnswerGraded.v1, GradeOverridden.v1 and OverrideWithdrawn.v1, of all tickets: whose question a
    ticket has may become known later.

    A grade is kept at once. Only where it leaves a step of a path open is the corpus looked into: for what
    the step builds on and the learner does not know.
    """

    def __init__(self, review_updates: ReviewUpdates, closing: GapClosing) -> None:
        self._review_updates = review_updates
        self._closing = closing

    async def graded(self, event: Event[AnswerGradedV1], work: Work[Store]) -> list[Event]:
        missed = {item.id for item in event.data.items if item.verdict != "yes"}
        return await self._take(event, missed, work)

    async def overridden(self, event: Event[GradeOverriddenV1], work: Work[Store]) -> list[Event]:
        return await self._take(event, (), work)

    async def withdrawn(self, event: Event[OverrideWithdrawnV1], work: Work[Store]) -> list[Event]:
        """What counted before counts again."""
        store = await work.write()
        return review_events(event, await self._review_updates.withdraw(withdrawal_of(event), store))

    async def _take(
        self, event: Event[AnswerGradedV1 | GradeOverriddenV1], missed: Collection[str], work: Work[Store]
    ) -> list[Event]:
        grade = grade_of(event)
        proposed: list[ProposedStep] = []
        if grade.score < COMPLETED_SCORE:
            proposed = await self._look_for_gaps(event, missed, work)
        store = await work.write()
        news = await self._review_updates.add_grade(grade, store)
        return [
            *review_events(event, news),
            *await self._save(event, grade.learner, proposed, store),
        ]

    async def _look_for_gaps(
        self, event: Event[AnswerGradedV1 | GradeOverriddenV1], missed: Collection[str], work: Work[Store]
    ) -> list[ProposedStep]:
        """Raises Unavailable while the corpus is away: what was graded does not wait for it."""
        grade = grade_of(event)
        async with work.checkpoint() as store:
            await self._review_updates.keep(grade, store)
            score = await store.find_score(grade.learner, grade.ticket)
            places = await store.find_places(grade.learner, grade.ticket)
        if score is None or score >= COMPLETED_SCORE:
            return []
        found = []
        for place in places:
            if place.path.takes_more(place.step.step):
                words = " ".join(said for point, said in place.criteria.items() if point in missed)
                low = LowGrade(event, grade.learner, grade.ticket, score, words)
                found.append(await self._closing.propose(low, place, work))
        return [step for step in found if step is not None]

    async def _save(
        self, event: Event, learner: str, proposed: Collection[ProposedStep], store: Store
    ) -> list[Event]:
        """Those that are still wanted: another grade may have been quicker."""
        said = []
        for one in sorted(proposed, key=lambda one: one.path):  # locks rows always in one order
            path = await store.lock_path(one.path)
            if not path.takes_more(one.before) or one.step.concept in path.known(()):
                continue
            placed = replace(one, step=replace(one.step, n=path.next_n))
            await store.save_step(placed, path.difficulty)
            said.append(step_proposed(event, learner, placed))
        return said
