"""A learner wants to learn something: a path is proposed, or it is said why there is none."""

from datetime import UTC, datetime
from math import ceil

from traclearn_contracts.events import Event
from traclearn_contracts.models import PathRequestedV1, Remark
from traclearn_worker import Work

from path_generator.application.events import PathEvents, generated
from path_generator.application.generation import Generation
from path_generator.application.ports import Outcome, Registration, Store
from path_generator.domain.paths.proposal import Proposal
from path_generator.handlers.creation import waiting_for


class Requests:
    """Handles PathRequested.v1: one outcome for each, whichever door it came by and however often."""

    def __init__(self, generation: Generation, per_hour: int) -> None:
        self._generation = generation
        self._per_hour = per_hour

    async def handle(self, event: Event[PathRequestedV1], work: Work[Store]) -> list[Event]:
        events, learner = PathEvents(event), event.metadata.learner
        at = event.metadata.occurred_at.astimezone(UTC)
        async with work.checkpoint() as store:
            registration = await store.register(events.path, learner, at, self._per_hour)
        if registration.learner != learner:
            return []  # the first who used this id keeps it
        if registration.outcome is not None:
            return [events.outcome(registration.outcome)]
        made = await self._answer(event, events, registration, at, work)
        outcome = generated(made) if isinstance(made, Proposal) else made
        store = await work.write()
        standing = await store.save_outcome(events.path, outcome)
        if isinstance(made, Proposal) and standing == outcome:
            await store.save_proposal(made)
            await work.unpark(waiting_for(events.path))
        return [events.outcome(standing)]

    async def _answer(
        self,
        event: Event[PathRequestedV1],
        events: PathEvents,
        registration: Registration,
        at: datetime,
        work: Work[Store],
    ) -> Proposal | Outcome:
        if registration.retry_at is None:
            return await self._generation.generate(event, events, work)
        minutes = max(1, ceil((registration.retry_at - at).total_seconds() / 60))
        asked = Remark(code="path_too_many", text=str(self._per_hour))
        if minutes > 1:
            asked = Remark(code="path_too_many_wait", text=str(self._per_hour), words=[str(minutes)])
        return events.unavailable("too_many_requests", asked)
