"""An answer comes: it is graded against the question of its ticket, as this service knows it."""

from datetime import timedelta

from traclearn_contracts.events import Event, is_from_trac
from traclearn_contracts.models import AnswerSubmittedV1, GradingStartedV1, RegradeRequestedV1
from traclearn_worker import Park, Work

from grader.application.assessment import Assessment
from grader.application.grading import Graded, Grading, result_of
from grader.application.panel import may_pass
from grader.application.ports import Store
from grader.domain.attempt import SubmittedAnswer
from grader.domain.question import PublishedQuestion
from grader.handlers.questions import waiting_for
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
        if published is None:
            raise Park(waiting_for(answer.ticket), self._deadline)
        if not published.may_answer(learner):
            return [ungradable(event, "not_yours", "the ticket belongs to another learner")]
        started = GradingStartedV1(ticket=answer.ticket, attempt=answer.attempt, learner=learner)
        await work.announce([event.causes(SOURCE, started)])
        about = Graded(answer.ticket, answer.attempt, learner)
        assessment = await self._grading.grade(about, published, answer.answer, work)
        return await self._keep(event, about, published, assessment, work)

    async def _keep(
        self,
        event: Event[AnswerSubmittedV1],
        about: Graded,
        published: PublishedQuestion,
        assessment: Assessment,
        work: Work[Store],
    ) -> list[Event]:
        """The grade goes to the table and out. Of two answers under one attempt the earliest stands, and the
        other is refused: whoever waits for it must not wait for ever."""
        store = await work.write()
        latest = await store.find_latest_grade(about.ticket, about.learner, about.attempt)
        this = SubmittedAnswer(event_id=event.metadata.event_id, at=event.metadata.occurred_at)
        if latest and latest.answer.event_id != this.event_id and latest.answer.stands_before(this):
            return [ungradable(event, "rejected", "another answer has taken this attempt")]
        result = result_of(about, published, assessment, latest)
        await store.append_grade(result, this)
        said = [event.causes(SOURCE, result, key=str(result.revision))]
        if may_pass(assessment.failure):
            said.append(event.causes(SOURCE, regrade_of(event)))
        return said


def regrade_of(event: Event[AnswerSubmittedV1]) -> RegradeRequestedV1:
    """Waits in our own queue until the model that was away is back."""
    return RegradeRequestedV1(
        ticket=event.data.ticket,
        attempt=event.data.attempt,
        answer=event.data.answer,
        answer_id=event.metadata.event_id,
        answered_at=event.metadata.occurred_at,
    )
