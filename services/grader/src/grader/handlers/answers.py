"""An answer comes: it is graded against the question of its ticket, as this service knows it."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from traclearn_contracts.events import Event, is_from_trac
from traclearn_contracts.models import AnswerGradedV1, AnswerSubmittedV1, GradingStartedV1
from traclearn_worker import Park, Permanent, Work

from grader.application.assessment import assess
from grader.application.ports import Grader, Reply, Store
from grader.domain.attempt import LatestGrade, SubmittedAnswer
from grader.domain.errors import GraderError
from grader.domain.judgement import Grade
from grader.domain.question import PublishedQuestion
from grader.handlers.questions import waiting_for
from grader.handlers.ungradable import SOURCE, ungradable

CALL = "grade"
"""The name under which the runtime keeps a grader's reply, and of its breaker. No grader costs money yet."""


class Answers:
    """Handles AnswerSubmitted.v1. Each attempt is graded for itself; readers show the newest."""

    def __init__(self, grader: Grader, question_deadline: timedelta) -> None:
        self._grader = grader
        self._deadline = question_deadline

    async def handle(self, event: Event[AnswerSubmittedV1], work: Work[Store]) -> list[Event]:
        answer = event.data
        if not is_from_trac(event):
            return []  # progress tells of it
        learner = event.metadata.learner
        async with work.read() as store:
            published = await store.find_question(answer.ticket)
        if published is None:
            raise Park(waiting_for(answer.ticket), self._deadline)
        if not published.may_answer(learner):
            return [ungradable(event, "not_yours", "the ticket belongs to another learner")]
        started = GradingStartedV1(ticket=answer.ticket, attempt=answer.attempt, learner=learner)
        await work.announce([event.causes(SOURCE, started)])
        grade = await self._grade(published, answer.answer, work)
        return await self._keep(event, published, grade, work)

    async def _grade(self, published: PublishedQuestion, answer: str, work: Work[Store]) -> Grade:
        async def once(call: Callable[[], Awaitable[Reply]]) -> object:
            return await work.once(CALL, lambda _: call(), through=CALL, repeatable=True)

        try:
            return await assess(self._grader, published.question, answer, once)
        except GraderError as error:
            raise Permanent(str(error)) from error

    async def _keep(
        self, event: Event[AnswerSubmittedV1], published: PublishedQuestion, grade: Grade, work: Work[Store]
    ) -> list[Event]:
        """The grade goes to the table and out. Of two answers under one attempt the earliest stands, and the
        other is refused: whoever waits for it must not wait for ever."""
        answer, store = event.data, await work.write()
        latest = await store.find_latest_grade(answer.ticket, event.metadata.learner, answer.attempt)
        this = SubmittedAnswer(event_id=event.metadata.event_id, at=event.metadata.occurred_at)
        if latest and latest.answer.event_id != this.event_id and latest.answer.stands_before(this):
            return [ungradable(event, "rejected", "another answer has taken this attempt")]
        result = self._result(event, published, grade, latest)
        await store.append_grade(result, this)
        return [event.causes(SOURCE, result, key=str(result.revision))]

    def _result(
        self,
        event: Event[AnswerSubmittedV1],
        published: PublishedQuestion,
        grade: Grade,
        latest: LatestGrade | None,
    ) -> AnswerGradedV1:
        answer = event.data
        return AnswerGradedV1(
            ticket=answer.ticket,
            attempt=answer.attempt,
            learner=event.metadata.learner,
            score=grade.score,
            feedback=grade.feedback,
            items=list(grade.items),
            provisional=self._grader.provisional,
            confidence=grade.confidence,
            needs_review=grade.needs_review,
            flags=list(grade.flags),
            sources=list(published.question.sources),
            question_revision=published.revision,
            revision=latest.revision + 1 if latest else 1,
            grader=self._grader.name,
        )
