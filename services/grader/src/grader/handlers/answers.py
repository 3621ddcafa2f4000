"""An answer comes: it is graded against the question of its ticket, as this service knows it."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from traclearn_contracts.events import Event, minted
from traclearn_contracts.models import AnswerGradedV1, AnswerSubmittedV1, GradingStartedV1
from traclearn_worker import Park, Permanent, Work

from grader.domain.assessment import assess
from grader.domain.errors import GraderError
from grader.domain.judgement import Grade
from grader.domain.port import Grader, Reply
from grader.domain.store import Answered, Given, Published, Store
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
        if not minted(event):
            return []  # progress tells of it
        learner = event.metadata.learner
        async with work.read() as store:
            published = await store.question(answer.ticket)
        if published is None:
            raise Park(waiting_for(answer.ticket), self._deadline)
        if not published.may_answer(learner):
            return [ungradable(event, "not_yours", "the ticket belongs to another learner")]
        started = GradingStartedV1(ticket=answer.ticket, attempt=answer.attempt, learner=learner)
        await work.announce([event.causes(SOURCE, started)])
        grade = await self._grade(published, answer.answer, work)
        return await self._keep(event, published, grade, work)

    async def _grade(self, published: Published, answer: str, work: Work[Store]) -> Grade:
        async def once(call: Callable[[], Awaitable[Reply]]) -> object:
            return await work.once(CALL, lambda _: call(), through=CALL, repeatable=True)

        try:
            return await assess(self._grader, published.question, answer, once)
        except GraderError as error:
            raise Permanent(str(error)) from error

    async def _keep(
        self, event: Event[AnswerSubmittedV1], published: Published, grade: Grade, work: Work[Store]
    ) -> list[Event]:
        """The grade goes to the table and out. Of two answers under one attempt the earliest stands, and the
        other is refused: whoever waits for it must not wait for ever."""
        answer, store = event.data, await work.write()
        given = await store.given(answer.ticket, event.metadata.learner, answer.attempt)
        this = Answered(event_id=event.metadata.event_id, at=event.metadata.occurred_at)
        if given and given.answer.event_id != this.event_id and given.answer.stands_before(this):
            return [ungradable(event, "rejected", "another answer has taken this attempt")]
        result = self._result(event, published, grade, given)
        await store.keep(result, this)
        return [event.causes(SOURCE, result, key=str(result.revision))]

    def _result(
        self, event: Event[AnswerSubmittedV1], published: Published, grade: Grade, given: Given | None
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
            revision=given.revision + 1 if given else 1,
            grader=self._grader.name,
        )
