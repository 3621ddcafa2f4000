"""Questions: what an author asks, and whose answers it lets in."""

from dataclasses import replace

from traclearn_contracts.events import Event
from traclearn_contracts.models import QuestionPublishedV1

from progress.domain.change import UNKNOWN_TICKET, Change, echo, refused, turned
from progress.domain.record import question_of
from progress.domain.standing import moved, stand
from progress.handlers.store import Store


async def project_question(event: Event[QuestionPublishedV1], store: Store) -> list[Change]:
    """Answers that were there before it may be refused by it, or let in again."""
    ticket = event.data.ticket
    if not await store.begin(ticket):
        return [refused(event, UNKNOWN_TICKET)]
    changes = [echo(event, "question_received")]
    question = question_of(event).after(await store.question(ticket))
    for known in await store.records(ticket):
        record = replace(known, question=question)
        attempts = moved(known, record)
        if attempts:
            await store.save(record, attempts)
            changes += turned(record, stand(known), stand(record))
    await store.ask(ticket, question)
    return changes
