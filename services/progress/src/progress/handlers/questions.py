"""Questions: what an author asks, and whose answers it lets in."""

from dataclasses import replace

from traclearn_contracts.events import Event
from traclearn_contracts.models import QuestionPublishedV1

from progress.application.ports import Store
from progress.domain.attempt_change import counting_change, reopened_or_rejected
from progress.domain.change import UNKNOWN_TICKET, Change, rejection
from progress.domain.progress import changed_attempts, progress_of
from progress.domain.record import question_of


async def project_question(event: Event[QuestionPublishedV1], own: Change, store: Store) -> list[Change]:
    """Answers that were there before it may be rejected by it, or let in again; another may count."""
    ticket = event.data.ticket
    if not await store.lock_ticket(ticket):
        return [rejection(own, UNKNOWN_TICKET)]
    changes = [own]
    question = question_of(event).merged_with(await store.find_question(ticket))
    for known in await store.find_records(ticket):
        record = replace(known, question=question)
        before, after = progress_of(known), progress_of(record)
        attempts = changed_attempts(known, record)
        if attempts or before.counting != after.counting:
            await store.save_record(record, attempts)
            changes += reopened_or_rejected(record, before, after)
        if before.counting != after.counting:
            changes.append(counting_change(record))
    await store.save_question(ticket, question)
    return changes
