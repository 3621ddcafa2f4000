"""Appeals that have waited too long for the second grader go to an author, whatever the reason."""

from datetime import timedelta
from uuid import UUID

from progress.application.ports import Store, Transactions
from progress.application.sweeper import BATCH, Sweeper
from progress.domain.appeal_change import followed_changes
from progress.domain.appeal_status import AppealStatuses


def appeal_sweeper(transactions: Transactions, overdue_after: timedelta) -> Sweeper[str, int, int, UUID]:
    return Sweeper(
        transactions, lambda store: store.find_overdue_appeals(overdue_after, BATCH), hand_to_author
    )


async def hand_to_author(store: Store, learner: str, ticket: int, number: int, id_: UUID) -> bool:
    """False when the second grader, an author or another sweeper was faster."""
    await store.lock_ticket(ticket)
    attempt = (await store.find_record(learner, ticket)).attempt(number)
    before = AppealStatuses(await store.find_appeals(learner, ticket, number), attempt)
    status = before.by_id.get(id_)
    if status is None or status.state != "open":
        return False
    after = AppealStatuses(before.appeals.with_overdue(id_, await store.now()), attempt)
    await store.save_appeals(after)
    for change in followed_changes(before, after):
        await store.append_change(change)
    return True
