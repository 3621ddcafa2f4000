"""Reviews: when a passed step is to be answered again."""

from dataclasses import replace

from traclearn_contracts.events import Event
from traclearn_contracts.models import ReviewScheduledV1

from progress.application.ports import Store
from progress.domain.change import UNKNOWN_TICKET, Change, rejection
from progress.domain.review import review_document, review_of


async def project_review(event: Event[ReviewScheduledV1], own: Change, store: Store) -> list[Change]:
    """The row tells of the review that counts, which need not be the event's."""
    if not await store.lock_ticket(event.data.ticket):
        return [rejection(own, UNKNOWN_TICKET)]
    said = review_of(event)
    known = await store.find_review(said.learner, said.ticket)
    review = said.merged_with(known)
    if review != known:
        await store.save_review(review)
    return [replace(own, review=review_document(review))]
