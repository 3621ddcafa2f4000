"""Hints and explanations that learners got."""

from dataclasses import replace

from traclearn_contracts.events import Event
from traclearn_contracts.models import HintGivenV1

from progress.application.ports import Store
from progress.domain.change import UNKNOWN_TICKET, Change, rejection
from progress.domain.counting import counting_of
from progress.domain.hint import hint_of
from progress.handlers.attempts import save_changed


async def project_hint(event: Event[HintGivenV1], own: Change, store: Store) -> list[Change]:
    """It outlives its ticket, as a grade does. A hint lowers what counts of the attempt and of later ones.
    The row says nothing of its attempt's state, which may not be there yet."""
    known_ticket, hint = await store.lock_ticket(event.data.ticket), hint_of(event)
    known = await store.find_record(hint.learner, hint.ticket)
    record = known.with_hint(hint)
    if record != known:
        await store.save_hint(record.hints[hint.id])
    if not known_ticket:
        return [rejection(own, UNKNOWN_TICKET)]
    await save_changed(known, record, store)
    return [replace(own, kind=hint.kind, hint=hint.id, counting=counting_of(record))]
