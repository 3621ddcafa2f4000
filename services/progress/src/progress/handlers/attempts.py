"""Answers and what becomes of them: the events of one attempt, in any order."""

import structlog
from traclearn_contracts.events import Event, is_from_trac
from traclearn_contracts.models import (
    AnswerSubmittedV1,
    AnswerUngradableV1,
    GradingStartedV1,
    OverrideWithdrawnV1,
)

from progress.application.ports import Store
from progress.domain.attempt_change import (
    answer_change,
    grading_start_change,
    refused_answer_change,
    ungradable_change,
)
from progress.domain.change import NOT_MINTED, UNKNOWN_TICKET, Change, rejection
from progress.domain.grade import Graded, grade_of
from progress.domain.grade_change import grade_changes, withdrawal_change
from progress.domain.progress import changed_attempts
from progress.domain.record import AttemptEvent, Record, apply_event
from progress.domain.withdrawal import withdrawal_of
from progress.handlers.appeals import follow_attempt

log = structlog.get_logger()


async def project_answer(event: Event[AnswerSubmittedV1], own: Change, store: Store) -> list[Change]:
    """What Trac did not number is no attempt."""
    known_ticket = await store.lock_ticket(event.data.ticket)
    if not is_from_trac(event):
        log.warning("answer refused", reason=NOT_MINTED)  # to be counted: no gateway of ours lets it in
        return [rejection(own, NOT_MINTED)]
    if not known_ticket:
        return [refused_answer_change(event, own, UNKNOWN_TICKET)]
    return [answer_change(event, own, await _apply(event, event.metadata.learner, store))]


async def project_start(event: Event[GradingStartedV1], own: Change, store: Store) -> list[Change]:
    if not await store.lock_ticket(event.data.ticket):
        return [rejection(own, UNKNOWN_TICKET)]
    return [grading_start_change(event, own, await _apply(event, event.data.learner, store))]


async def project_end(event: Event[AnswerUngradableV1], own: Change, store: Store) -> list[Change]:
    """It gets no grade."""
    if not await store.lock_ticket(event.data.ticket):
        return [rejection(own, UNKNOWN_TICKET)]
    return [ungradable_change(event, own, await _apply(event, event.data.learner, store))]


async def project_grade(event: Event[Graded], own: Change, store: Store) -> list[Change]:
    """The ledger keeps every grade; of an attempt's one counts."""
    known_ticket, grade = await store.lock_ticket(event.data.ticket), grade_of(event)
    if not known_ticket:
        await store.append_grade(grade)
        return [rejection(own, UNKNOWN_TICKET, grade.id)]
    known = await store.find_record(grade.learner, grade.ticket)
    await store.append_grade(grade)
    record = await save_changed(known, apply_event(known, event), store)
    appeals = await follow_attempt(known, record, grade.attempt, store)
    return [*grade_changes(grade, own, known, record), *appeals]


async def project_withdrawal(event: Event[OverrideWithdrawnV1], own: Change, store: Store) -> list[Change]:
    """The grade stays in the ledger and counts no more. It may come before the grade that it takes back."""
    known_ticket, said = await store.lock_ticket(event.data.ticket), withdrawal_of(event)
    if not known_ticket:
        await store.append_withdrawal(said)
        return [rejection(own, UNKNOWN_TICKET)]
    known = await store.find_record(said.learner, said.ticket)
    await store.append_withdrawal(said)
    record = await save_changed(known, known.with_withdrawal(said), store)
    appeals = await follow_attempt(known, record, said.attempt, store)
    return [withdrawal_change(own, record), *appeals]


async def save_changed(known: Record, record: Record, store: Store) -> Record:
    """Writes what differs, if anything does that readers see."""
    if record != known and record.attempts:
        await store.save_record(record, changed_attempts(known, record))
    return record


async def _apply(event: Event[AttemptEvent], learner: str, store: Store) -> Record:
    known = await store.find_record(learner, event.data.ticket)
    return await save_changed(known, apply_event(known, event), store)
