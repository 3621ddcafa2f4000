"""Rulings of authors, and answers that they order to be graded again."""

from traclearn_contracts.events import Event
from traclearn_contracts.models import RegradesOrderedV1

from progress.application.ports import Store
from progress.domain.change import UNKNOWN_TICKET, Change, rejection
from progress.domain.ruling import Ruling, RulingEvent, apply_event, ruling_id_of


async def project_ruling(event: Event[RulingEvent], own: Change, store: Store) -> list[Change]:
    ticket, id_ = event.data.ticket, ruling_id_of(event)
    if not await store.lock_ticket(ticket):
        return [rejection(own, UNKNOWN_TICKET)]
    known = await store.find_ruling(ticket, id_)
    ruling = apply_event(known or Ruling(ticket, id_), event)
    if ruling != known:
        await store.save_ruling(ruling)
    return [own]


async def project_regrades(event: Event[RegradesOrderedV1], own: Change, store: Store) -> list[Change]:
    """The grader grades: that the order has come is all that is said of it here."""
    if not await store.lock_ticket(event.data.ticket):
        return [rejection(own, UNKNOWN_TICKET)]
    return [own]
