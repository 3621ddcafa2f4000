"""What is news of a step's review."""

from dataclasses import asdict

from traclearn_contracts.models import ReviewScheduledV1

from path_generator.application.ports import Store
from path_generator.domain.grade import Grade, TicketGrades, WithdrawnGrade
from path_generator.domain.review_schedule import ReviewSchedule, ScheduledReview


class ReviewUpdates:
    """Works the review out anew from all grades: after each that comes or is withdrawn, and when a ticket
    becomes a step."""

    def __init__(self, schedule: ReviewSchedule) -> None:
        self._schedule = schedule

    async def keep(self, grade: Grade, store: Store) -> TicketGrades:
        """All grades of the ticket, with this one. It may be of any ticket: which ones are steps may become
        known later. Kept again it changes nothing."""
        known = await store.lock_grades(grade.learner, grade.ticket)
        await store.save_grade(grade)
        grades = known.with_grade(grade)
        await _save_counting(grade.learner, grade.ticket, known, grades, store)
        return grades

    async def add_grade(self, grade: Grade, store: Store) -> ReviewScheduledV1 | None:
        """Keeps it. None: there is no news, or the ticket is no step."""
        grades = await self.keep(grade, store)
        return await self._news(grade.learner, grade.ticket, grades, store)

    async def withdraw(self, said: WithdrawnGrade, store: Store) -> ReviewScheduledV1 | None:
        """Keeps it: the grade may come later. None: there is no news, or the ticket is no step."""
        known = await store.lock_grades(said.learner, said.ticket)
        await store.save_withdrawal(said)
        grades = known.with_withdrawal(said)
        await _save_counting(said.learner, said.ticket, known, grades, store)
        return await self._news(said.learner, said.ticket, grades, store)

    async def add_step(self, learner: str, ticket: int, store: Store) -> ReviewScheduledV1 | None:
        """The ticket has just been bound. None: there is no news."""
        return await self._news(learner, ticket, await store.lock_grades(learner, ticket), store)

    async def _news(
        self, learner: str, ticket: int, grades: TicketGrades, store: Store
    ) -> ReviewScheduledV1 | None:
        if not grades.grades or not await store.is_step(learner, ticket):
            return None
        counting = grades.counting()
        newest = max(grade.attempt for grade in grades.grades)
        review = self._schedule.review_of(counting.values()) if counting else ScheduledReview(newest)
        revision, before = await store.find_scheduled_review(learner, ticket) or (0, None)
        if review == before or (before is None and review.due_at is None):
            return None
        await store.save_scheduled_review(learner, ticket, revision + 1, review)
        return ReviewScheduledV1(learner=learner, ticket=ticket, revision=revision + 1, **asdict(review))


async def _save_counting(
    learner: str, ticket: int, before: TicketGrades, after: TicketGrades, store: Store
) -> None:
    was, now = before.counting(), after.counting()
    for attempt in sorted(was.keys() | now.keys()):
        if was.get(attempt) != now.get(attempt):
            await store.save_counting(learner, ticket, attempt, now.get(attempt))
