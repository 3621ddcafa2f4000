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
        known = (await store.lock_grades(grade.learner, grade.ticket)).get(grade.attempt)
        counting = grade.merged_with(known)
        if counting != known:
            await store.save_grade(counting)

    async def news(self, learner: str, ticket: int, store: Store) -> ReviewScheduledV1 | None:
        """To be said with what the store writes. None: there is none, or the ticket is no step."""
        if not await store.is_step(learner, ticket):
            return None
        grades = await store.lock_grades(learner, ticket)
        if not grades:
            return None
        review = self._schedule.review_of(grades.values())
        revision, before = await store.find_scheduled_review(learner, ticket) or (0, None)
        if review == before or (before is None and review.due_at is None):
            return None
        await store.save_scheduled_review(learner, ticket, revision + 1, review)
        return ReviewScheduledV1(learner=learner, ticket=ticket, revision=revision + 1, **asdict(review))
