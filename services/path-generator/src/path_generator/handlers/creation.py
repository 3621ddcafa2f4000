"""A path was accepted and has its tickets: each gets its step's question, and its review if it was passed."""

from datetime import timedelta
from uuid import UUID

import structlog
from traclearn_contracts.events import Event, is_from_trac
from traclearn_contracts.models import PathCreatedV1
from traclearn_worker import Park, Work

from path_generator.application.events import SOURCE, review_events
from path_generator.application.ports import Store
from path_generator.application.publication import digest_of, published
from path_generator.application.review_updates import ReviewUpdates

log = structlog.get_logger()


def waiting_for(path: UUID) -> str:
    """The key on which an accepted path is parked until it is known."""
    return f"path:{path}"


class Creation:
    """Handles PathCreated.v1. Which ticket is which step is Trac's word alone.

    A ticket that two paths share keeps the question of the first, which Trac shows: another one, of another
    difficulty, would be a rubric that its answers are graded by and nobody sees. A Trac that was restored
    from before may give the number of a ticket to another step: there the new question goes out.
    """

    def __init__(self, path_deadline: timedelta, review_updates: ReviewUpdates) -> None:
        self._deadline = path_deadline
        self._review_updates = review_updates

    async def handle(self, event: Event[PathCreatedV1], work: Work[Store]) -> list[Event]:
        created, learner = event.data, event.metadata.learner
        if not is_from_trac(event):
            return []
        async with work.read() as store:
            path = await store.find_path(created.path)
            owner = path.learner if path else await store.find_owner(created.path)
        if owner not in {None, learner}:
            log.warning("accepted by who does not own it", path=str(created.path))
            return []
        if path is None:
            raise Park(waiting_for(created.path), self._deadline)
        store, said = await work.write(), []
        for one in sorted(created.steps, key=lambda one: one.ticket):  # locks rows always in one order
            step = path.steps.get(one.step)
            if step is None:
                log.warning("a step that was not proposed", path=str(created.path), step=str(one.step))
                continue
            revision = None
            if not await store.has_question(one.ticket, created.path, one.step, learner):
                revision = await store.next_revision(one.ticket, learner, digest_of(step))
            await store.bind_ticket(one.ticket, created.path, one.step, learner)
            if revision is not None:
                question = published(one.ticket, revision, learner, step)
                said.append(event.causes(SOURCE, question, key=f"{one.ticket}:{revision}"))
            said += review_events(event, await self._review_updates.add_step(learner, one.ticket, store))
        return said
