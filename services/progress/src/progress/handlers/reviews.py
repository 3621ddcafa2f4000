"""Reviews: when a passed step is to be answered again."""

from traclearn_contracts.events import Event
from traclearn_contracts.models import ReviewScheduledV1

from progress.application.ports import Store
from progress.domain.change import UNKNOWN_TICKET, Change, rejection_change, review_change
from progress.domain.review import review_of


async def project_review(event: Event[ReviewScheduledV1], store: Store) -> list[Change]:
    """The row tells of the review that counts, which need not be the event's."""
    if not await store.lock_ticket(event.data.ticket):
        return [rejection_change(event, UNKNOWN_TICKET)]
    said = review_of(event)
    known = await store.find_review(said.learner, said.ticket)
    review = said.merged_with(known)
    if review != known:
        await store.save_review(review)
    return [review_change(event, review)]
