"""What is news of a step's review."""

from dataclasses import asdict

from traclearn_contracts.models import ReviewScheduledV1

from path_generator.application.ports import Store
from path_generator.domain.grade import Grade
from path_generator.domain.review_schedule import ReviewSchedule


class Reviewing:
    """Works the review out anew from all grades, after each that comes and when a ticket becomes a step."""

    def __init__(self, schedule: ReviewSchedule) -> None:
        self._schedule = schedule

    async def keep(self, grade: Grade, store: Store) -> None:
        """Of whatever ticket: which ones are steps may become known later. Kept again it changes nothing."""
        await self._kept(grade, store)

    async def add_grade(self, grade: Grade, store: Store) -> ReviewScheduledV1 | None:
        """Keeps it. None: there is no news, or the ticket is no step."""
        grades = await self._kept(grade, store)
        if not await store.is_step(grade.learner, grade.ticket):
            return None
        return await self._news(grade.learner, grade.ticket, grades, store)

    async def add_step(self, learner: str, ticket: int, store: Store) -> ReviewScheduledV1 | None:
        """The ticket has just been bound. None: there is no news."""
        return await self._news(learner, ticket, await store.lock_grades(learner, ticket), store)

    async def _kept(self, grade: Grade, store: Store) -> dict[int, Grade]:
        """All grades of the ticket, with this one."""
        grades = await store.lock_grades(grade.learner, grade.ticket)
        known = grades.get(grade.attempt)
        counting = grade.merged_with(known)
        if counting != known:
            await store.save_grade(counting)
        return grades | {grade.attempt: counting}

    async def _news(
        self, learner: str, ticket: int, grades: dict[int, Grade], store: Store
    ) -> ReviewScheduledV1 | None:
        if not grades:
            return None
        review = self._schedule.review_of(grades.values())
        revision, before = await store.find_scheduled_review(learner, ticket) or (0, None)
        if review == before or (before is None and review.due_at is None):
            return None
        await store.save_scheduled_review(learner, ticket, revision + 1, review)
        return ReviewScheduledV1(learner=learner, ticket=ticket, revision=revision + 1, **asdict(review))
