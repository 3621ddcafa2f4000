"""A question comes: it is kept, and answers that waited for it are taken up."""

from traclearn_contracts.events import TRAC, Event
from traclearn_contracts.models import QuestionPublishedV1
from traclearn_worker import Permanent, Work

from grader.domain.store import Store

AUTHORS = "authors"


def waiting_for(ticket: int) -> str:
    """The key on which answers to the ticket's question are parked."""
    return f"question:{ticket}"


class Questions:
    """Handles QuestionPublished.v1."""

    async def handle(self, event: Event[QuestionPublishedV1], work: Work[Store]) -> list[Event]:
        """From Trac only an author's word counts: neither the gateway nor its templates can check that."""
        question = event.data
        if event.source == TRAC and AUTHORS not in event.metadata.groups:
            raise Permanent("a question from someone who is not an author")
        store = await work.write()
        await store.publish(question)
        await work.release(waiting_for(question.ticket))
        return []
