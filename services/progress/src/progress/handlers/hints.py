"""Hints and explanations that learners got."""

from traclearn_contracts.events import Event
from traclearn_contracts.models import HintGivenV1

from progress.application.ports import Store
from progress.domain.change import UNKNOWN_TICKET, Change, hint_change, rejection_change
from progress.domain.hint import hint_of
from progress.handlers.attempts import save_changed


async def project_hint(event: Event[HintGivenV1], store: Store) -> list[Change]:
    """It outlives its ticket, as a grade does. A hint lowers what counts of the attempt and of later ones."""
    known_ticket, hint = await store.lock_ticket(event.data.ticket), hint_of(event)
    known = await store.find_record(hint.learner, hint.ticket)
    record = known.with_hint(hint)
    if record != known:
        await store.save_hint(record.hints[hint.id])
    if not known_ticket:
        return [rejection_change(event, UNKNOWN_TICKET)]
    return [hint_change(event, await save_changed(known, record, store))]
