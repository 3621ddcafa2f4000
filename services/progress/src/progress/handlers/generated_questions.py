"""Questions that the path generator makes, and what authors and learners say of them; in any order."""

from datetime import UTC

from traclearn_contracts.events import Event, is_from_trac
from traclearn_contracts.models import QuestionDisputedV1

from progress.application.ports import Store
from progress.domain.change import NOT_MINTED, UNKNOWN_TICKET, Change, rejection
from progress.domain.generated_question import Dispute, GeneratedQuestion, GeneratedQuestionEvent, apply_event


async def project_generated_question(
    event: Event[GeneratedQuestionEvent], own: Change, store: Store
) -> list[Change]:
    await store.lock_ticket(None)
    question_id = event.data.question_id
    known = await store.find_generated_question(question_id)
    question = apply_event(known or GeneratedQuestion(question_id), event)
    if question != known:
        await store.save_generated_question(question)
    return [own]


async def project_dispute(event: Event[QuestionDisputedV1], own: Change, store: Store) -> list[Change]:
    """Whose ticket it is, is Trac's word alone."""
    ticket, metadata = event.data.ticket, event.metadata
    is_known = await store.lock_ticket(ticket)
    if not is_from_trac(event):
        return [rejection(own, NOT_MINTED)]
    if not is_known:
        return [rejection(own, UNKNOWN_TICKET)]
    at = metadata.occurred_at.astimezone(UTC)
    await store.save_dispute(Dispute(ticket, metadata.learner, at, metadata.event_id, event.data.note))
    return [own]
