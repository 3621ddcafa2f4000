"""An answer is graded again: a language model is back, an author has ruled, or the question has changed."""

import random
from datetime import UTC, datetime, timedelta

from traclearn_contracts.events import Event
from traclearn_contracts.models import RegradeRequestedV1
from traclearn_worker import Busy, Park, Transient, Unavailable, Work

from grader.application.grading import Cause, Graded, Grading, result_of
from grader.application.panel import may_pass
from grader.application.ports import Store
from grader.domain.errors import CallRefused
from grader.domain.question import PublishedQuestion
from grader.domain.spending import until_next_day, waiting_for
from grader.handlers.ungradable import SOURCE

SOON_S = 60.0
"""Until calls under way have given back what they did not need, or a provider is asked again."""
SPREAD_S = 900.0
"""Over which answers come back that waited for another day's budget."""


class Regrades:
    """Handles RegradeRequested.v1. Until it succeeds the grade before stands; a person's always does."""

    def __init__(self, grading: Grading) -> None:
        self._grading = grading

    async def handle(self, event: Event[RegradeRequestedV1], work: Work[Store]) -> list[Event]:
        """What an author ordered is graded by whoever is there. Else, while the model is away, the message
        waits in its queue, and without a budget the event is parked until the day's end or somebody's word.
        Neither is counted."""
        about, cause = graded_again(event), event.data.cause
        async with work.read() as store:
            published = await store.find_question(about.ticket)
            course = published.course if published else None
            context = await self._grading.learning.read_context(store, about.ticket, about.learner, course)
        if published is None or not published.may_answer(about.learner):
            return []
        assessment, prepared = await self._grading.grade(about, published, context, work)
        if assessment.grader.provisional and cause == "regrade" and published.policy.models_allowed:
            return _wait(assessment.failure)
        store = await work.write()
        current = await store.lock_question(about.ticket)
        latest = await store.find_latest_grade(about.ticket, about.learner, about.attempt)
        if latest is None or latest.answer.event_id != about.event_id:
            return []  # another answer has taken the attempt
        result = result_of(about, published, assessment, latest, cause)
        result = await self._grading.keep(store, about, prepared, result)
        said = [by(about.learner, event).causes(SOURCE, result, key=str(result.revision))]
        if may_pass(assessment.failure):
            said.append(event.causes(SOURCE, regrade_of(about), key=f"after {cause}"))
        return [*said, *missed_regrade(event, about, published, current)]


def graded_again(event: Event[RegradeRequestedV1]) -> Graded:
    asked = event.data
    learner = asked.learner or event.metadata.learner
    return Graded(asked.ticket, asked.attempt, learner, asked.answer, asked.answer_id, asked.answered_at)


def regrade_of(about: Graded, cause: Cause = "regrade") -> RegradeRequestedV1:
    """Waits in our own queue until it can be done."""
    return RegradeRequestedV1(
        ticket=about.ticket,
        attempt=about.attempt,
        answer=about.text,
        answer_id=about.event_id,
        answered_at=about.at,
        cause=cause,
        learner=about.learner,
    )


def missed_regrade(
    event: Event, about: Graded, published: PublishedQuestion, current: PublishedQuestion | None
) -> list[Event]:
    """What an order has missed that came while the answer was being graded, by what stood before."""
    if current is None or current.regrade_order == published.regrade_order:
        return []
    cause: Cause = "rubric" if current.revision != published.revision else "ruling"
    return [event.causes(SOURCE, regrade_of(about, cause), key=f"order {current.regrade_order}")]


def by(learner: str, event: Event) -> Event:
    """The event as if the learner had caused it: what follows is about them."""
    return event.model_copy(update={"metadata": event.metadata.model_copy(update={"learner": learner})})


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
