"""Questions that the path generator makes, and what authors say of them; in any order."""

from traclearn_contracts.events import Event
from traclearn_contracts.models import QuestionDraftedV1

from progress.application.ports import Store
from progress.domain.change import Change, echo
from progress.domain.generated_question import GeneratedQuestion, GeneratedQuestionEvent, apply_event


async def project_generated_question(event: Event[GeneratedQuestionEvent], store: Store) -> list[Change]:
    await store.lock_ticket(None)
    question_id = event.data.question_id
    known = await store.find_generated_question(question_id)
    question = apply_event(known or GeneratedQuestion(question_id), event)
    if question != known:
        await store.save_generated_question(question)
    is_draft = isinstance(event.data, QuestionDraftedV1)
    return [echo(event, "question_drafted" if is_draft else "question_reviewed")]
