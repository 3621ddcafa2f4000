"""An author orders all answers of a question to be graded again, and rules before or after the order."""

from datetime import timedelta

from traclearn_contracts.events import Event
from traclearn_contracts.models import RegradesOrderedV1, RulingMadeV1, RulingRevokedV1
from traclearn_worker import Park, Work

from grader.application.grading import Cause, Graded
from grader.application.ports import Store
from grader.domain.lessons.past_answer import KeptAnswer
from grader.handlers.questions import waiting_for
from grader.handlers.regrades import by, regrade_of
from grader.handlers.ungradable import SOURCE

MAX_BATCH_ANSWERS = 50
"""Answers that are asked for in one transaction: a megabyte of the longest."""


class RegradeOrders:
    """Handles RegradesOrdered.v1."""

    def __init__(self, question_deadline: timedelta) -> None:
        self._deadline = question_deadline

    async def handle(self, event: Event[RegradesOrderedV1], work: Work[Store]) -> list[Event]:
        """The order is noted first: what is graded meanwhile sees it and asks for itself."""
        asked = event.data
        async with work.read() as store:
            published = await store.find_question(asked.ticket)
        if published is None or published.revision < asked.question_revision:
            raise Park(waiting_for(asked.ticket), self._deadline)
        async with work.checkpoint() as store:
            await store.lock_question(asked.ticket)
            await store.order_regrades(asked.ticket, event.metadata.event_id, event.metadata.occurred_at)
        await request_regrades(event, asked.ticket, asked.cause, work)
        return []


class Rulings:
    """Handles RulingMade.v1 and RulingRevoked.v1. An order that was given after the ruling and came before it
    is carried out again."""

    async def handle(self, event: Event[RulingMadeV1], work: Work[Store]) -> list[Event]:
        async with work.checkpoint() as store:
            missed = await missed_order(event, event.data.ticket, store)
            await store.save_ruling(event)
        if missed:
            await request_regrades(event, event.data.ticket, "ruling", work)
        return []

    async def revoke(self, event: Event[RulingRevokedV1], work: Work[Store]) -> list[Event]:
        async with work.checkpoint() as store:
            missed = await missed_order(event, event.data.ticket, store)
            await store.revoke_ruling(event.data)
        if missed:
            await request_regrades(event, event.data.ticket, "ruling", work)
        return []


async def missed_order(event: Event, ticket: int, store: Store) -> bool:
    """Whether there is an order that did not know this yet; what is being graded sees it as a new one."""
    published = await store.lock_question(ticket)
    ordered = published and published.regrades_ordered_at
    if not ordered or ordered < event.metadata.occurred_at:
        return False
    await store.order_regrades(ticket, event.metadata.event_id, ordered)
    return True


async def request_regrades(event: Event, ticket: int, cause: Cause, work: Work[Store]) -> None:
    """An event for each answer, with an id that follows from both: asked twice, it is done once."""
    after: tuple[str, int] | None = None
    while True:
        async with work.read() as store:
            page = await store.list_answers(ticket, MAX_BATCH_ANSWERS, after)
        if page:
            await work.announce([regrade_requested(event, kept(a), cause) for a in page])
        if len(page) < MAX_BATCH_ANSWERS:
            return
        after = page[-1].learner, page[-1].attempt


def regrade_requested(event: Event, about: Graded, cause: Cause) -> Event:
    """Of the learner: what is kept of it on the way quotes them, and goes with them."""
    asked = regrade_of(about, cause)
    return by(about.learner, event).causes(SOURCE, asked, key=str(about.event_id))


def kept(answer: KeptAnswer) -> Graded:
    return Graded(answer.ticket, answer.attempt, answer.learner, answer.text, answer.event_id, answer.at)
