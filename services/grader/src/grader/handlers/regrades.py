"""A provisional grade is to be replaced by that of a language model, once there is one to ask again."""

from traclearn_contracts.events import Event
from traclearn_contracts.models import RegradeRequestedV1
from traclearn_worker import Transient, Unavailable, Work

from grader.application.grading import Graded, Grading, result_of
from grader.application.ports import Store
from grader.domain.attempt import SubmittedAnswer
from grader.handlers.ungradable import SOURCE


class Regrades:
    """Handles RegradeRequested.v1. Until it succeeds the provisional grade stands; a person's always does."""

    def __init__(self, grading: Grading) -> None:
        self._grading = grading

    async def handle(self, event: Event[RegradeRequestedV1], work: Work[Store]) -> list[Event]:
        """Raises Unavailable while the model is away: the message waits in its queue, uncounted."""
        asked = event.data
        about = Graded(asked.ticket, asked.attempt, event.metadata.learner)
        this = SubmittedAnswer(event_id=asked.answer_id, at=asked.answered_at)
        async with work.read() as store:
            published = await store.find_question(about.ticket)
        if published is None or not published.may_answer(about.learner):
            return []
        assessment = await self._grading.grade(published, asked.answer, work)
        if assessment.grader.provisional:
            if isinstance(assessment.failure, Unavailable | Transient):
                raise assessment.failure
            return []
        store = await work.write()
        latest = await store.find_latest_grade(about.ticket, about.learner, about.attempt)
        if latest is None or latest.answer.event_id != this.event_id:
            return []  # another answer has taken the attempt
        result = result_of(about, published, assessment, latest)
        await store.append_grade(result, this)
        return [event.causes(SOURCE, result, key=str(result.revision))]
