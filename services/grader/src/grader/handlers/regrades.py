"""A provisional grade is to be replaced by that of a language model, once there is one to ask again."""

import random
from datetime import UTC, datetime, timedelta

from traclearn_contracts.events import Event
from traclearn_contracts.models import RegradeRequestedV1
from traclearn_worker import Busy, Park, Transient, Unavailable, Work

from grader.application.grading import Graded, Grading, result_of
from grader.application.ports import Store
from grader.domain.attempt import SubmittedAnswer
from grader.domain.errors import CallRefused
from grader.domain.spending import until_next_day, waiting_for
from grader.handlers.ungradable import SOURCE

SOON_S = 60.0
"""Until calls under way have given back what they did not need, or a provider is asked again."""
SPREAD_S = 900.0
"""Over which answers come back that waited for another day's budget."""


class Regrades:
    """Handles RegradeRequested.v1. Until it succeeds the provisional grade stands; a person's always does."""

    def __init__(self, grading: Grading) -> None:
        self._grading = grading

    async def handle(self, event: Event[RegradeRequestedV1], work: Work[Store]) -> list[Event]:
        """While the model is away the message waits in its queue; without a budget the event is parked
        until the day's end or somebody's word. Neither is counted."""
        asked = event.data
        about = Graded(asked.ticket, asked.attempt, event.metadata.learner)
        this = SubmittedAnswer(event_id=asked.answer_id, at=asked.answered_at)
        async with work.read() as store:
            published = await store.find_question(about.ticket)
        if published is None or not published.may_answer(about.learner):
            return []
        assessment = await self._grading.grade(about, published, asked.answer, work)
        if assessment.grader.provisional and published.policy.models_allowed:
            return _wait(assessment.failure)
        store = await work.write()
        latest = await store.find_latest_grade(about.ticket, about.learner, about.attempt)
        if latest is None or latest.answer.event_id != this.event_id:
            return []  # another answer has taken the attempt
        result = result_of(about, published, assessment, latest)
        await store.append_grade(result, this)
        return [event.causes(SOURCE, result, key=str(result.revision))]


def _wait(failure: Exception | None) -> list[Event]:
    """Raises what has the event come again; nothing follows where no model will ever grade it."""
    match failure:
        case CallRefused(soon=True):
            raise Busy(str(failure), SOON_S)
        case CallRefused(day=day):
            spread = timedelta(seconds=random.uniform(0, SPREAD_S))
            raise Park(waiting_for(day), until_next_day(datetime.now(UTC)) + spread)
        case Transient(delay=delay):
            raise Busy(str(failure), SOON_S if delay is None else delay)
        case Unavailable():
            raise failure
    return []
