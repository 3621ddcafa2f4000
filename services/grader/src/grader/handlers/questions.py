"""A question comes: it is kept, and answers that waited for it are taken up."""

from traclearn_contracts.events import Event
from traclearn_contracts.models import QuestionPublishedV1
from traclearn_worker import Work

from grader.application.ports import Store


def waiting_for(ticket: int) -> str:
    """The key on which answers to the ticket's question are parked."""
    return f"question:{ticket}"


class Questions:
    """Handles QuestionPublished.v1."""

    async def handle(self, event: Event[QuestionPublishedV1], work: Work[Store]) -> list[Event]:
        question = event.data
        store = await work.write()
        await store.upsert_question(question)
        await work.unpark(waiting_for(question.ticket))
        return []
