"""People's grades are heard: later answers to the question are graded by them, too."""

from traclearn_contracts.events import Event
from traclearn_contracts.models import GradeOverriddenV1, OverrideWithdrawnV1
from traclearn_worker import Work

from grader.application.ports import Store


class Overrides:
    """Handles GradeOverridden.v1 and OverrideWithdrawn.v1, in any order. No grade changes by them here."""

    async def handle(self, event: Event[GradeOverriddenV1], work: Work[Store]) -> list[Event]:
        store = await work.write()
        published = await store.find_question(event.data.ticket)
        await store.save_override(event, published.question.fingerprint if published else None)
        return []

    async def withdraw(self, event: Event[OverrideWithdrawnV1], work: Work[Store]) -> list[Event]:
        await (await work.write()).withdraw_override(event.data)
        return []
