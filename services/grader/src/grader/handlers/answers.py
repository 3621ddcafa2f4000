"""An answer comes: it is graded against the question of its ticket, as this service knows it."""

from datetime import timedelta

from traclearn_contracts.events import Event, is_from_trac
from traclearn_contracts.models import AnswerSubmittedV1, GradingStartedV1
from traclearn_worker import Park, Work

from grader.application.assessment import Assessment
from grader.application.grading import Graded, Grading, result_of
from grader.application.learning import GradingInput
from grader.application.panel import may_pass
from grader.application.ports import Store
from grader.domain.question import PublishedQuestion
from grader.handlers.questions import waiting_for
from grader.handlers.regrades import missed_regrade, regrade_of
from grader.handlers.ungradable import SOURCE, ungradable


class Answers:
    """Handles AnswerSubmitted.v1. Each attempt is graded for itself; readers show the newest."""

    def __init__(self, grading: Grading, question_deadline: timedelta) -> None:
        self._grading = grading
        self._deadline = question_deadline

    async def handle(self, event: Event[AnswerSubmittedV1], work: Work[Store]) -> list[Event]:
        answer = event.data
        if not is_from_trac(event):
            return []  # progress tells of it
        learner = event.metadata.learner
        async with work.read() as store:
            published = await store.find_question(answer.ticket)
            course = published.course if published else None
            context = await self._grading.learning.read_context(store, answer.ticket, learner, course)
        if published is None:
            raise Park(waiting_for(answer.ticket), self._deadline)
        if not published.may_answer(learner):
            return [ungradable(event, "not_yours", "the ticket belongs to another learner")]
        started = GradingStartedV1(ticket=answer.ticket, attempt=answer.attempt, learner=learner)
        await work.announce([event.causes(SOURCE, started)])
        about = graded_by(event)
        assessment, prepared = await self._grading.grade(about, published, context, work)
        return await self._keep(event, about, published, assessment, prepared, work)

    async def _keep(  # noqa: PLR0913, PLR0917  (a grade and all that it rests on)
        self,
        event: Event[AnswerSubmittedV1],
        about: Graded,
        published: PublishedQuestion,
        assessment: Assessment,
        prepared: GradingInput,
        work: Work[Store],
    ) -> list[Event]:
        """The grade goes to the table and out. Of two answers under one attempt the earliest stands, and the
        other is refused: whoever waits for it must not wait for ever."""
        store, this = await work.write(), about.submitted
        current = await store.lock_question(about.ticket)
        latest = await store.find_latest_grade(about.ticket, about.learner, about.attempt)
        if latest and latest.answer.event_id != this.event_id and latest.answer.stands_before(this):
            return [ungradable(event, "rejected", "another answer has taken this attempt")]
        result = await self._grading.keep(
            store, about, prepared, result_of(about, published, assessment, latest)
        )
        said = [event.causes(SOURCE, result, key=str(result.revision))]
        if may_pass(assessment.failure):
            said.append(event.causes(SOURCE, regrade_of(about)))
        return [*said, *missed_regrade(event, about, published, current)]


def graded_by(event: Event[AnswerSubmittedV1]) -> Graded:
    answer, metadata = event.data, event.metadata
    return Graded(
        answer.ticket,
        answer.attempt,
        metadata.learner,
        answer.answer,
        metadata.event_id,
        metadata.occurred_at,
    )
