"""Answers that have waited too long for a result become `delayed`, whatever the reason."""

from collections.abc import Callable
from datetime import timedelta

from progress.application.ports import Store, Transactions
from progress.application.sweeper import BATCH, Sweeper
from progress.domain.attempt_change import delay_change
from progress.domain.progress import WAITING_PHASES, changed_attempts, progress_of


def answer_sweeper(
    transactions: Transactions, delayed_after: timedelta, *, report: Callable[[int], None]
) -> Sweeper[str, int, int]:
    return Sweeper(
        transactions,
        lambda store: store.find_overdue(delayed_after, BATCH),
        mark_delayed,
        report=report,
    )


async def mark_delayed(store: Store, learner: str, ticket: int, number: int) -> bool:
    """False when a result, or another sweeper, was faster."""
    await store.lock_ticket(ticket)
    known = await store.find_record(learner, ticket)
    if not known.attempts or progress_of(known).phases[number].phase not in WAITING_PHASES:
        return False
    attempt = known.attempts[number].with_delay(await store.now())
    record = known.with_attempt(attempt)
    await store.save_record(record, changed_attempts(known, record))
    if progress_of(record).phases[number].phase != "delayed":
        return False  # it was begun just now, by a clock that is ahead
    await store.append_change(delay_change(record, number))
    return True
